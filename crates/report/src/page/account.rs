//! The account, closing as on the clerk's paper, and the place to sign.

use super::parts::{code, column, japanese, number, numbers, section, table};
use crate::facts::{Facts, difference};
use crate::number::grouped;
use crate::words;
use maud::{Markup, html};
use utsushi_delivery::{Account, Job};
use utsushi_findings::Lang;

pub(super) fn account(facts: &Facts<'_>, lang: Lang) -> Markup {
    section(
        "account",
        words::ACCOUNT,
        lang,
        html! {
            p.rule { (words::ACCOUNT_RULE.get(lang)) }
            (targets(facts, lang))
            p.rule { (words::JOB_RULE.get(lang)) }
            (jobs(facts, lang))
            @if facts.manifest.jobs.iter().any(|job| !job.left_behind.is_empty()) {
                h3 { (words::RULES.get(lang)) }
                (rules(facts, lang))
            }
            @if !facts.manifest.cleansed.is_empty() {
                h3 { (words::CLEANSED.get(lang)) }
                p.rule { (words::CLEANSED_RULE.get(lang)) }
                (cleansed(facts, lang))
            }
        },
    )
}

fn targets(facts: &Facts<'_>, lang: Lang) -> Markup {
    let written = if facts.planned { words::PLANNED } else { words::WRITTEN };
    let titles = [
        ("①", words::RECORD_COUNT),
        ("②", words::NOT_WANTED),
        ("③", words::WANTED),
        ("④", words::READ),
        ("⑤", written),
        ("⑥", words::REJECTED),
        ("⑦", words::DUPLICATES),
        ("⑧", words::LEFT_BEHIND),
    ];
    let rows = facts.manifest.jobs.iter().flat_map(|job| job.targets.iter().map(move |target| (job, target)));
    table(
        "account",
        words::TARGETS.get(lang),
        html! {
            thead {
                tr {
                    (column(words::FILE.get(lang)))
                    @for (mark, title) in titles {
                        th.number scope="col" { span.mark { (mark) } " " (title.get(lang)) }
                    }
                    (numbers(words::DIFFERENCE.get(lang)))
                }
            }
            tbody {
                @for (job, target) in rows {
                    (target_row(facts, job, target, lang))
                }
            }
        },
    )
}

fn target_row(facts: &Facts<'_>, job: &Job, target: &Account, lang: Lang) -> Markup {
    html! {
        tr {
            th scope="row" { (japanese(facts.file_name(&target.file), lang)) " " (code(&target.file)) }
            (number(job.records)) (number(target.not_wanted)) (number(target.wanted)) (number(target.read)) (number(target.written))
            (number(target.rejected)) (number(target.duplicates)) (number(target.left_behind))
            (check(difference(job.records, target), lang))
        }
    }
}

/// What is left unexplained, in figures and in a word.
fn check(difference: u64, lang: Lang) -> Markup {
    html! {
        @if difference == 0 {
            td.number.clean { "0 " span.check { "✓ " (words::CLOSES.get(lang)) } }
        } @else {
            td.number.wrong { (grouped(difference)) " " span.check { "✗ " (words::OPEN.get(lang)) } }
        }
    }
}

fn jobs(facts: &Facts<'_>, lang: Lang) -> Markup {
    table(
        "account",
        words::JOB.get(lang),
        html! {
            thead {
                tr {
                    (column(words::JOB.get(lang)))
                    @for title in [words::RECORD_COUNT, words::ROUTED, words::UNROUTED, words::BROKEN, words::DIFFERENCE] {
                        (numbers(title.get(lang)))
                    }
                }
            }
            tbody {
                @for job in &facts.manifest.jobs {
                    tr {
                        th scope="row" { (code(&job.name)) }
                        (number(job.records)) (number(job.routed)) (number(job.unrouted)) (number(job.broken))
                        (check((job.routed + job.unrouted + job.broken).abs_diff(job.records), lang))
                    }
                }
            }
        },
    )
}

/// What was left behind, on what ground, and who approved it.
fn rules(facts: &Facts<'_>, lang: Lang) -> Markup {
    let titles = [
        words::RULE,
        words::CONDITION,
        words::GROUND,
        words::KEPT_UNTIL,
        words::APPROVED_BY,
        words::APPROVED_ON,
    ];
    table(
        "rules",
        words::RULES.get(lang),
        html! {
            thead {
                tr {
                    @for title in titles { (column(title.get(lang))) }
                    (numbers(words::RECORD_COUNT.get(lang)))
                    (numbers(words::KEPT_BY_LAW.get(lang)))
                }
            }
            tbody {
                @for rule in facts.manifest.jobs.iter().flat_map(|job| &job.left_behind) {
                    tr {
                        th scope="row" { (japanese(&rule.name, lang)) }
                        td { (code(&rule.when)) }
                        td { (japanese(&rule.ground, lang)) }
                        td { (rule.kept_until) }
                        td { (japanese(&rule.approved_by, lang)) }
                        td { (rule.approved_on.as_deref().unwrap_or_default()) }
                        (number(rule.records))
                        (number(rule.refused))
                    }
                }
            }
        },
    )
}

/// What became of rows that share their key.
fn cleansed(facts: &Facts<'_>, lang: Lang) -> Markup {
    table(
        "cleansed",
        words::CLEANSED.get(lang),
        html! {
            thead {
                tr {
                    (column(words::FILE.get(lang)))
                    (column(words::POLICY.get(lang)))
                    @for title in [words::EXACT, words::BY_KEY, words::NOBODY] { (numbers(title.get(lang))) }
                    (column(words::KEPT_ASIDE.get(lang)))
                }
            }
            tbody {
                @for file in &facts.manifest.cleansed {
                    tr {
                        th scope="row" { (japanese(facts.file_name(&file.file), lang)) " " (code(&file.file)) }
                        td { (code(&file.policy)) }
                        (number(file.exact)) (number(file.by_key)) (number(file.rejected))
                        td { @if let Some(path) = &file.path { (code(path)) } }
                    }
                }
            }
        },
    )
}

/// Whether an input's bytes are all explained: `394,037 + 364`.
pub(super) fn bytes(record: Option<u64>, framing: Option<u64>) -> Markup {
    html! {
        @if let (Some(record), Some(framing)) = (record, framing) {
            td.number { (grouped(record)) }
            td.number { (grouped(framing)) }
        } @else {
            td.number {} td.number {}
        }
    }
}

pub(super) fn signatures(lang: Lang) -> Markup {
    section(
        "signatures",
        words::SIGNATURES,
        lang,
        table(
            "signatures",
            words::SIGNATURES.get(lang),
            html! {
                thead {
                    tr {
                        @for title in [words::ROLE, words::OFFICE, words::NAME, words::DATE, words::NOTES] {
                            (column(title.get(lang)))
                        }
                    }
                }
                tbody {
                    @for role in words::ROLES {
                        tr { th scope="row" { (role.get(lang)) } td {} td {} td {} td {} }
                    }
                }
            },
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};

    #[test]
    fn what_is_left_behind_stands_with_its_ground_and_who_approved_it() {
        let (manifest, overview) = (manifest(), overview());
        let text = account(&Facts::new(&manifest, &overview), Lang::Ja).into_string();
        assert!(text.contains("住民基本台帳法施行令 第34条") && text.contains("市民課長"));
    }

    #[test]
    fn what_became_of_duplicates_stands_by_file_with_the_policy() {
        let (manifest, overview) = (manifest(), overview());
        let text = account(&Facts::new(&manifest, &overview), Lang::En).into_string();
        assert!(text.contains("newest(更新日時)") && text.contains("duplicates/01_juki/resident.csv"));
    }

    #[test]
    fn a_row_that_is_nowhere_stands_in_the_difference() {
        let (mut manifest, overview) = (manifest(), overview());
        let closed = account(&Facts::new(&manifest, &overview), Lang::Ja).into_string();
        assert_eq!(closed.matches("✓ 一致").count(), 3);
        manifest.jobs[0].targets[1].rejected -= 2;
        let open = account(&Facts::new(&manifest, &overview), Lang::Ja).into_string();
        assert!(open.contains("2 <span class=\"check\">✗ 不一致"), "{open}");
    }
}
