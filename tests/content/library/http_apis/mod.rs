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
mod reading;
mod retries;
mod rfc9111;

use super::sqlite::{database, rows};
use super::{Asked, ExamBasis, exam_basis, modelled, proven};

exam_basis! {
    exam: "http-apis",
    proven_at_least: 20,
    lines: &[],
    questions: [
        modelled(
            "preview-withdraws-invitations",
            76,
            methods::preview_withdraws_invitations,
            "RFC 9110, section 9.2.1 Safe Methods",
        ),
        modelled("put-without-the-phone", 66, methods::put_replaces, "RFC 9110, section 9.3.4 PUT"),
        modelled(
            "redirect-eats-the-post",
            58,
            methods::redirect_eats_the_post,
            "RFC 9110, sections 15.4.2 (301), 15.4.8 (307) and 15.4.9 (308): the last two keep the method",
        ),
        modelled(
            "merge-patch-null-and-list",
            62,
            methods::merge_patch,
            "RFC 7396, section 2 Processing Merge Patch Documents",
        ),
        modelled(
            "error-cached-as-success",
            66,
            methods::error_cached_as_success,
            "RFC 9111, section 4.2 Freshness; RFC 5861, section 4 The stale-if-error Cache-Control Extension",
        ),
        modelled(
            "no-cache-second-visit",
            62,
            caching::no_cache_second_visit,
            "RFC 9111, sections 5.2.2.4 no-cache and 4.3.1 Sending a Validation Request",
        ),
        modelled(
            "stale-on-arrival",
            50,
            caching::stale_on_arrival,
            "RFC 9111, sections 4.2.1 Calculating Freshness Lifetime and 4.2.3 Calculating Age",
        ),
        modelled(
            "one-profile-for-all",
            66,
            caching::one_profile_for_all,
            "RFC 9111, sections 4 Constructing Responses from Caches and 4.1 on Vary",
        ),
        modelled(
            "purged-and-still-old",
            62,
            caching::purged_and_still_old,
            "RFC 9111, sections 4.2 Freshness and 4 on reuse without validation",
        ),
        modelled(
            "expiry-stampede",
            62,
            caching::expiry_stampede,
            "nginx documentation, ngx_http_proxy_module, proxy_cache_use_stale and its parameter updating",
        ),
        modelled(
            "put-without-precondition",
            62,
            caching::put_without_precondition,
            "RFC 6585, section 3 (428 Precondition Required); RFC 9110, section 13.1.1 If-Match",
        ),
        proven("which-may-go-twice", 62, retries::which_may_go_twice),
        modelled(
            "key-made-in-the-loop",
            74,
            retries::key_made_in_the_loop,
            "draft-ietf-httpapi-idempotency-key-header, section 2 The Idempotency-Key HTTP Request Header Field",
        ),
        modelled(
            "late-retry-of-a-put",
            66,
            retries::late_retry_of_a_put,
            "RFC 9110, sections 9.2.2 Idempotent Methods and 13.1.1 If-Match",
        ),
        proven("attempts-multiply", 66, retries::attempts_multiply),
        modelled(
            "stored-503",
            62,
            retries::stored_503,
            "Stripe API reference, Idempotent requests: nothing is saved where no endpoint began to execute",
        ),
        proven("export-stops-at-the-cap", 74, lists::export_stops_at_the_cap),
        proven("row-that-no-page-shows", 70, lists::row_that_no_page_shows),
        proven("keyset-without-tiebreak", 68, lists::keyset_without_tiebreak),
        modelled(
            "what-the-old-app-refuses",
            58,
            lists::what_the_old_app_refuses,
            "JSON Schema 2020-12, Core, 10.3.2 on properties; Validation, 6.1 and 6.5.3",
        ),
        modelled(
            "require-a-new-field",
            68,
            lists::require_a_new_field,
            "JSON Schema 2020-12, Core, 10.3.2.3 additionalProperties; Validation, 6.5.3 required",
        ),
        modelled(
            "row-that-committed-late",
            54,
            lists::row_that_committed_late,
            "PostgreSQL 16 documentation, 13.2.1 Read Committed Isolation Level",
        ),
        proven("invoice-of-somebody-else", 80, callers::invoice_of_somebody_else),
        modelled(
            "refresh-loop",
            72,
            callers::refresh_loop,
            "RFC 6750, section 3.1 Error Codes (invalid_token 401, insufficient_scope 403)",
        ),
        modelled(
            "form-post-past-cors",
            50,
            callers::form_post_past_cors,
            "Fetch Standard, CORS-safelisted methods and request headers; HTML Standard, Plain text form data",
        ),
        proven("cursor-that-names-a-tenant", 60, callers::cursor_that_names_a_tenant),
        modelled(
            "limiter-behind-the-proxy",
            62,
            callers::limiter_behind_the_proxy,
            "nginx documentation, ngx_http_proxy_module, $proxy_add_x_forwarded_for",
        ),
        modelled(
            "rotate-the-signing-key",
            54,
            callers::rotate_the_signing_key,
            "OpenID Connect Core 1.0, section 10.1.1 Rotation of Asymmetric Signing Keys",
        ),
        modelled(
            "gateway-timeout-and-created",
            68,
            failure::gateway_timeout_and_created,
            "nginx documentation, ngx_http_proxy_module, proxy_read_timeout; RFC 9110, section 15.6.5",
        ),
        modelled(
            "retry-after-as-a-date",
            70,
            failure::retry_after_as_a_date,
            "RFC 9110, section 10.2.3 Retry-After; Python documentation, Built-in Functions, int()",
        ),
        proven("three-bursts-one-bucket", 66, failure::three_bursts_one_bucket),
        modelled(
            "answers-nobody-waits-for",
            58,
            overload::answers_nobody_waits_for,
            "Google, Site Reliability Engineering, chapter 22 Addressing Cascading Failures, Queue Management",
        ),
        modelled(
            "blip-that-stays",
            56,
            overload::blip_that_stays,
            "Google, Site Reliability Engineering, chapter 22 Addressing Cascading Failures, Retries",
        ),
    ],
}
