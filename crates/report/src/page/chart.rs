//! A bar for each standard file: what became of the records.

use super::parts::{code, japanese, section};
use crate::facts::Facts;
use crate::number::{grouped, percent};
use crate::words;
use maud::{Markup, html};
use utsushi_delivery::Account;
use utsushi_findings::{Both, Lang};

/// Units that a bar is wide.
const WIDTH: u64 = 1_000;
/// Units that even a single record gets, so that it is seen.
const LEAST: u64 = 5;
/// Units between two parts.
const GAP: u64 = 2;

pub(super) fn targets(facts: &Facts<'_>, lang: Lang) -> Markup {
    let bars = facts.manifest.jobs.iter().flat_map(|job| job.targets.iter().map(move |target| (job, target)));
    section(
        "targets",
        words::TARGETS,
        lang,
        html! {
            @for (index, (job, target)) in bars.enumerate() {
                (bar(facts, index, job.records, target, lang))
            }
        },
    )
}

/// Rows by what became of them. Where a record gives one row, the records that were not for this file stand beside them.
fn parts(facts: &Facts<'_>, account: &Account) -> Vec<(&'static str, Both, u64)> {
    let written = if facts.planned { words::PLANNED } else { words::WRITTEN };
    let mut parts = vec![
        ("written", written, account.written),
        ("rejected", words::REJECTED, account.rejected),
        ("duplicates", words::DUPLICATES, account.duplicates),
        ("left", words::LEFT_BEHIND, account.left_behind),
    ];
    if account.each.is_none() {
        parts.push(("unwanted", words::NOT_WANTED, account.not_wanted));
    }
    parts
}

fn bar(facts: &Facts<'_>, index: usize, records: u64, account: &Account, lang: Lang) -> Markup {
    let parts = parts(facts, account);
    let counts: Vec<u64> = parts.iter().map(|(_, _, count)| *count).collect();
    let (spans, whole) = (spans(&counts), counts.iter().sum());
    let name = facts.file_name(&account.file);
    let spoken: Vec<String> =
        parts.iter().map(|(_, title, count)| format!("{} {}", title.get(lang), grouped(*count))).collect();
    let title = format!("bar-{index}");
    html! {
        figure {
            figcaption {
                span.name { (japanese(name, lang)) } " " (code(&account.file))
                span.total {
                    (words::RECORD_COUNT.get(lang)) " " (grouped(records))
                    @if account.each.is_some() { " · " (words::READ.get(lang)) " " (grouped(account.read)) }
                }
            }
            svg role="img" aria-labelledby=(title) viewBox=(format!("0 0 {WIDTH} 24")) preserveAspectRatio="none" {
                title id=(title) { (name) ": " (spoken.join(lang.pick("、", ", "))) }
                @for ((class, ..), (x, width)) in parts.iter().zip(&spans) {
                    @if *width > 0 {
                        rect class=(class) x=(x) y="0" width=(width) height="24" {}
                    }
                }
            }
            ul.legend {
                @for (class, title, count) in &parts {
                    li class=[(*count == 0).then_some("none")] {
                        svg.swatch viewBox="0 0 10 10" aria-hidden="true" { rect class=(class) width="10" height="10" {} }
                        (title.get(lang)) " " b { (grouped(*count)) }
                        @if *count > 0 { span.share { (percent(*count, whole)) } }
                    }
                }
            }
        }
    }
}

/// Where each part begins and how wide it is. A part that is there is at least [`LEAST`] wide, at the cost of the
/// widest; one that is not has no width.
fn spans(counts: &[u64]) -> Vec<(u64, u64)> {
    let whole: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    let there = counts.iter().filter(|count| **count > 0).count() as u64;
    let room = WIDTH - GAP * there.saturating_sub(1);
    let share = |count: u64| match count {
        0 => 0,
        _ => ((u128::from(count) * u128::from(room) / whole) as u64).max(LEAST),
    };
    let mut widths: Vec<u64> = counts.iter().map(|count| share(*count)).collect();
    let taken: u64 = widths.iter().sum();
    if let Some(widest) = widths.iter_mut().max().filter(|width| **width > 0) {
        *widest = (*widest + room).saturating_sub(taken);
    }
    let mut x = 0;
    let place = |width: u64| {
        let at = x;
        x += if width > 0 { width + GAP } else { 0 };
        (at, width)
    };
    widths.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};

    #[test]
    fn one_record_in_a_million_is_still_seen_and_the_bar_stays_full() {
        let spans = spans(&[999_999, 1, 0, 0, 0]);
        assert_eq!(spans, [(0, 993), (995, LEAST), (WIDTH + GAP, 0), (WIDTH + GAP, 0), (WIDTH + GAP, 0)]);
    }

    #[test]
    fn a_bar_is_as_wide_as_its_parts_and_their_gaps() {
        for counts in [[1, 1, 1, 1, 1], [7, 0, 3, 0, 90], [u64::MAX, u64::MAX, 1, 0, 0], [0, 0, 5, 0, 0]] {
            let spans = spans(&counts);
            let last = spans.iter().rev().find(|(_, width)| *width > 0).unwrap();
            assert_eq!(last.0 + last.1, WIDTH, "{counts:?}");
        }
        assert!(spans(&[0; 5]).iter().all(|(_, width)| *width == 0));
    }

    #[test]
    fn a_bar_says_its_numbers_to_who_cannot_see_it() {
        let (manifest, overview) = (manifest(), overview());
        let text = targets(&Facts::new(&manifest, &overview), Lang::Ja).into_string();
        assert!(
            text.contains("住民情報: 出力 980、不受理 8、重複 3、移行対象外 9、条件外 0</title>"),
            "{text}"
        );
        assert!(text.contains("aria-labelledby=\"bar-0\"") && text.contains("id=\"bar-0\""));
    }
}
