//! What the keys of `http-apis` rest on.
//!
//! Caches, clients, proxies and servers are small models here; the headers, settings, logs and SQL that
//! they run on are read from the questions' own snippets.

mod caching;
mod callers;
mod failure;
mod lists;
mod methods;
mod overload;
mod retries;
mod rfc9111;
mod wire;

use super::sqlite::{database, rows};
use super::{Asked, ExamBasis, proven, sourced};

pub(crate) const BASIS: ExamBasis = ExamBasis {
    exam: "http-apis",
    proven_at_least: 90,
    questions: &[
        sourced("preview-withdraws-invitations", 76, "RFC 9110, section 9.2.1 Safe Methods"),
        proven("put-without-the-phone", 66, methods::put_replaces),
        sourced(
            "redirect-eats-the-post",
            58,
            "RFC 9110, sections 15.4.2 (301), 15.4.8 (307) and 15.4.9 (308): the last two keep the method",
        ),
        proven("merge-patch-null-and-list", 62, methods::merge_patch),
        proven("error-cached-as-success", 66, methods::error_cached_as_success),
        proven("no-cache-second-visit", 62, caching::no_cache_second_visit),
        proven("stale-on-arrival", 50, caching::stale_on_arrival),
        proven("one-profile-for-all", 66, caching::one_profile_for_all),
        proven("purged-and-still-old", 62, caching::purged_and_still_old),
        proven("expiry-stampede", 62, caching::expiry_stampede),
        proven("put-without-precondition", 62, caching::put_without_precondition),
        proven("which-may-go-twice", 62, retries::which_may_go_twice),
        proven("key-made-in-the-loop", 74, retries::key_made_in_the_loop),
        proven("late-retry-of-a-put", 66, retries::late_retry_of_a_put),
        proven("attempts-multiply", 66, retries::attempts_multiply),
        proven("stored-503", 62, retries::stored_503),
        proven("export-stops-at-the-cap", 74, lists::export_stops_at_the_cap),
        proven("row-that-no-page-shows", 70, lists::row_that_no_page_shows),
        proven("keyset-without-tiebreak", 68, lists::keyset_without_tiebreak),
        proven("what-the-old-app-refuses", 58, lists::what_the_old_app_refuses),
        proven("require-a-new-field", 68, lists::require_a_new_field),
        proven("row-that-committed-late", 54, lists::row_that_committed_late),
        proven("invoice-of-somebody-else", 80, callers::invoice_of_somebody_else),
        sourced(
            "refresh-loop",
            72,
            "RFC 6750, section 3.1 Error Codes (invalid_token 401, insufficient_scope 403)",
        ),
        proven("form-post-past-cors", 50, callers::form_post_past_cors),
        proven("cursor-that-names-a-tenant", 60, callers::cursor_that_names_a_tenant),
        proven("limiter-behind-the-proxy", 62, callers::limiter_behind_the_proxy),
        proven("rotate-the-signing-key", 54, callers::rotate_the_signing_key),
        proven("gateway-timeout-and-created", 68, failure::gateway_timeout_and_created),
        proven("retry-after-as-a-date", 70, failure::retry_after_as_a_date),
        proven("three-bursts-one-bucket", 66, failure::three_bursts_one_bucket),
        proven("answers-nobody-waits-for", 58, overload::answers_nobody_waits_for),
        proven("blip-that-stays", 56, overload::blip_that_stays),
    ],
    lines: &[],
};

#[test]
fn the_rules_of_the_library_are_kept() {
    BASIS.assert_rules();
}

#[test]
fn every_key_is_proven_or_its_source_is_named() {
    BASIS.prove();
}
