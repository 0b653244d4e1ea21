//! What the keys of `observability` rest on.
//!
//! What `rate()`, `histogram_quantile()`, `for` and the rules' expressions do is computed here from the
//! questions' own numbers.

mod capacity;
mod incidents;
mod metrics;
mod percentiles;
mod prometheus;
mod reading;
mod slos;
mod traces;

use super::{Asked, ExamBasis, exam_basis, modelled, proven};

exam_basis! {
    exam: "observability",
    proven_at_least: 70,
    lines: &[],
    questions: [
        proven("mean-of-this-minute", 66, metrics::the_minutes_mean_is_its_gains_sum_by_count),
        proven("buckets-are-cumulative", 72, metrics::between_two_bounds_lies_the_difference),
        modelled(
            "increase-of-a-sum",
            58,
            metrics::a_sum_that_drops_is_taken_for_a_restart,
            "Prometheus documentation, Querying, Functions, increase() and rate(), on breaks in monotonicity",
        ),
        modelled(
            "quantile-from-buckets",
            58,
            metrics::a_quantile_is_interpolated_in_its_bucket,
            "Prometheus documentation, Querying, Functions, histogram_quantile(), on interpolation",
        ),
        proven("series-explosion", 72, metrics::the_path_alone_makes_series_grow),
        modelled(
            "silent-ratio-alert",
            58,
            metrics::nothing_is_compared_with_a_threshold,
            "Prometheus documentation, Querying, Functions, absent(); Operators, Comparison binary operators",
        ),
        proven("p99-is-a-count", 74, percentiles::one_in_a_hundred_lies_beyond_p99),
        proven("mean-nobody-got", 80, percentiles::the_mean_lies_where_nobody_is),
        modelled(
            "flat-p99",
            66,
            percentiles::beyond_the_last_bound_the_quantile_is_flat,
            "Prometheus documentation, Querying, Functions, histogram_quantile(), on the highest bucket",
        ),
        modelled(
            "p99-of-two-pods",
            64,
            percentiles::buckets_are_added_before_the_quantile,
            "Prometheus documentation, Querying, Functions, histogram_quantile(), on aggregation and le",
        ),
        modelled(
            "stalled-load-test",
            52,
            percentiles::a_tester_that_waits_omits_the_pause,
            "wrk2, README, on coordinated omission and a constant throughput",
        ),
        proven("forty-calls-a-page", 52, percentiles::hedging_alone_reaches_the_goal),
        proven("budget-left", 70, slos::the_budget_is_what_may_fail),
        proven("whose-budget-runs-out", 66, slos::the_highest_burn_rate_is_gone_first),
        proven("when-fast-burn-holds", 72, slos::both_windows_must_be_over),
        proven("one-failure-at-night", 66, slos::one_rule_gives_all_four_answers),
        proven("green-slo-red-phones", 66, slos::the_balancer_counts_what_no_pod_sees),
        proven("promise-between-buckets", 58, slos::the_buckets_leave_it_open),
        proven("own-time", 68, traces::own_time_is_duration_less_children),
        proven("error-lines-and-failures", 80, traces::what_is_answered_is_what_failed),
        proven("where-the-trace-breaks", 70, traces::a_new_trace_id_breaks_the_trace),
        proven("the-longest-of-three", 74, traces::the_next_longest_is_waited_for),
        proven("failed-and-not-sampled", 64, traces::deciding_at_the_end_keeps_every_failure),
        proven("four-clocks", 64, incidents::the_clocks_in_utc_give_the_order),
        proven("fewer-errors-fewer-requests", 78, incidents::the_share_that_fails_has_not_moved),
        modelled(
            "for-ten-minutes",
            58,
            incidents::one_dip_starts_the_ten_minutes_anew,
            "Prometheus documentation, Configuration, Alerting rules, for",
        ),
        proven("zone-or-version", 64, incidents::failures_follow_the_version),
        proven("rollback-meets-the-schema", 66, incidents::the_old_version_cannot_read_the_new_schema),
        proven("busy-workers", 60, capacity::rate_times_duration_is_busy),
        proven("one-zone-less", 66, capacity::two_zones_carry_the_load_of_three),
        proven("six-percent-more", 60, capacity::latency_goes_with_the_room_that_is_left),
        proven("held-while-waiting", 62, capacity::only_giving_it_back_survives_a_slow_carrier),
        modelled(
            "failover-that-never-ends",
            54,
            capacity::retries_keep_the_overload_alive,
            "Google, Site Reliability Engineering, chapter 22 Addressing Cascading Failures, Retries",
        ),
    ],
}
