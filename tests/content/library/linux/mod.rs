//! What the keys of `linux` rest on.

mod descriptors;
mod files;
mod lines;
mod memory;
mod processes;
mod reading;
mod restarts;
mod scripts;
mod sockets;
mod tools;
mod unprivileged;

use super::{ExamBasis, exam_basis, modelled, proven};

exam_basis! {
    exam: "linux",
    proven_at_least: 70,
    lines: lines::LINES,
    questions: [
        proven("import-ended-with-137", 70, processes::import_was_killed),
        proven("defunct-children", 66, processes::zombie_waits_for_its_parent),
        proven("term-while-a-child-runs", 58, processes::trap_runs_after_the_job),
        proven("stop-takes-ten-seconds", 60, processes::exec_lets_the_server_drain),
        proven("lock-outlives-the-script", 54, processes::warm_up_inherits_the_lock),
        modelled(
            "room-for-four-gigabytes",
            74,
            memory::available_is_what_a_new_program_gets,
            "free(1), available; Linux kernel documentation, The /proc Filesystem, meminfo, MemAvailable",
        ),
        modelled(
            "who-is-killed",
            72,
            memory::report_has_most_points,
            "Linux kernel documentation, The /proc Filesystem, 3.1 /proc/<pid>/oom_adj and oom_score_adj",
        ),
        proven("four-workers-together", 62, memory::shared_pages_count_once),
        modelled(
            "page-at-97-percent",
            60,
            memory::cache_can_be_taken_back,
            "Linux kernel documentation, Control Group v2, Memory Interface Files; PSI, Pressure Stall Information",
        ),
        proven("heap-and-the-rest", 60, memory::heap_and_the_rest_fit),
        proven("folder-without-x", 68, files::folder_needs_x),
        proven("log-renamed-while-open", 70, files::descriptor_follows_the_file),
        proven("truncated-under-the-writer", 50, files::offset_outlives_the_truncation),
        proven("one-edit-four-names", 52, files::sed_puts_a_new_file_in_place),
        modelled(
            "state-survives-the-power-cut",
            55,
            files::one_order_survives_every_crash,
            "fsync(2), DESCRIPTION, on the folder's entry; rename(2), DESCRIPTION, on replacing atomically",
        ),
        proven("full-disk-small-files", 60, files::truncating_the_descriptor_frees_the_space),
        proven("two-sends-one-receive", 64, sockets::one_receive_returns_both_lines),
        proven("listening-on-loopback", 72, sockets::other_addresses_are_refused),
        proven("address-in-use-after-restart", 66, restarts::reuse_passes_over_time_wait),
        modelled(
            "three-misses-per-lookup",
            64,
            sockets::two_dots_are_tried_first,
            "resolv.conf(5), search and options ndots",
        ),
        proven("too-many-open-files", 55, descriptors::restart_serves_at_once),
        proven("no-address-to-assign", 58, sockets::ports_run_out),
        proven("name-with-a-blank", 76, scripts::wrong_file_goes),
        proven("mail-from-cron", 62, scripts::error_is_mailed),
        proven("build-fails-deploy-goes-on", 58, scripts::errexit_is_off_left_of_or),
        proven("variable-that-went-away", 56, scripts::unset_variable_must_stop),
        proven("backup-ok-for-days", 62, scripts::pipefail_stops_before_find),
        proven("which-file-says-four", 74, tools::base_is_open_as_three),
        proven("cores-kept-busy", 70, tools::processor_time_per_second),
        proven("five-seconds-at-each-start", 62, tools::first_name_server_is_silent),
        modelled(
            "what-vmstat-says",
            64,
            tools::memory_is_short_and_processes_wait,
            "vmstat(8), FIELD DESCRIPTION FOR VM MODE",
        ),
        modelled(
            "halted-on-an-idle-node",
            52,
            tools::quota_must_cover_a_request,
            "Linux kernel documentation, CFS Bandwidth Control; Control Group v2, CPU Interface Files",
        ),
        proven("accept-queue-is-full", 54, tools::nobody_accepts),
    ],
}
