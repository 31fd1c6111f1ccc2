//! Files received and written with their digests, control totals, and where the layouts come from.

use super::account::bytes;
use super::parts::{code, column, japanese, maybe, number, numbers, section, table};
use crate::facts::Facts;
use crate::number::{grouped, percent};
use crate::words;
use maud::{Markup, html};
use utsushi_delivery::{ControlTotals, Input, RuleNotRun};
use utsushi_findings::Lang;

pub(super) fn inputs(facts: &Facts<'_>, lang: Lang) -> Markup {
    let files = facts.manifest.jobs.iter().flat_map(|job| job.inputs.iter().map(move |input| (job, input)));
    section(
        "inputs",
        words::INPUTS,
        lang,
        html! {
            p.rule { (words::BYTE_RULE.get(lang)) }
            (table("files", words::INPUTS.get(lang), html! {
                thead {
                    tr {
                        (column(words::PATH.get(lang)))
                        (column(words::JOB.get(lang)))
                        @for title in [words::RECORD_COUNT, words::BYTES, words::RECORD_BYTES, words::FRAMING_BYTES] {
                            (numbers(title.get(lang)))
                        }
                        (column(words::DIGEST.get(lang)))
                    }
                }
                tbody {
                    @for (job, input) in files {
                        tr {
                            th scope="row" { (code(&input.path)) }
                            td { (code(&job.name)) }
                            (maybe(input.records)) (number(input.bytes)) (bytes(input.record_bytes, input.framing_bytes))
                            td.digest { (code(&input.sha256)) }
                        }
                    }
                }
            }))
            @if !facts.manifest.project.is_empty() {
                (definitions(&facts.manifest.project, lang))
            }
        },
    )
}

fn definitions(project: &[Input], lang: Lang) -> Markup {
    html! {
        h3 { (words::PROJECT.get(lang)) }
        (table("files list", words::PROJECT.get(lang), html! {
            thead { tr { (column(words::PATH.get(lang))) (numbers(words::BYTES.get(lang))) (column(words::DIGEST.get(lang))) } }
            tbody {
                @for file in project {
                    tr { th scope="row" { (code(&file.path)) } (number(file.bytes)) td.digest { (code(&file.sha256)) } }
                }
            }
        }))
    }
}

pub(super) fn totals(facts: &Facts<'_>, lang: Lang) -> Markup {
    section(
        "totals",
        words::TOTALS,
        lang,
        html! {
            p.rule { (words::TOTALS_RULE.get(lang)) }
            div.pair {
                @for totals in &facts.manifest.control_totals {
                    (totals_of(facts, totals, lang))
                }
            }
        },
    )
}

fn totals_of(facts: &Facts<'_>, totals: &ControlTotals, lang: Lang) -> Markup {
    let name = facts.file_name(&totals.file);
    let sums = totals.items.iter().any(|item| item.sum.is_some());
    let blank: Vec<String> = totals
        .items
        .iter()
        .filter(|item| item.filled == 0)
        .map(|item| format!("{} {}", item.name, item.item).trim().to_owned())
        .collect();
    let caption = format!("{name} {}: {} {}", totals.file, words::ROWS.get(lang), grouped(totals.rows));
    html! {
        div {
            h3 { (japanese(name, lang)) " " (code(&totals.file)) " " span.total { (words::ROWS.get(lang)) " " (grouped(totals.rows)) } }
            (table("totals", &caption, html! {
                thead {
                    tr {
                        (column(words::ITEM.get(lang)))
                        (numbers(words::FILLED.get(lang)))
                        (numbers(words::SHARE.get(lang)))
                        @if sums { (numbers(words::SUM.get(lang))) }
                    }
                }
                tbody {
                    @for item in totals.items.iter().filter(|item| item.filled > 0) {
                        tr {
                            th scope="row" { (japanese(&item.name, lang)) " " (code(&item.item)) }
                            (number(item.filled))
                            td.number { (percent(item.filled, totals.rows)) }
                            @if sums { td.number { (item.sum.as_deref().unwrap_or_default()) } }
                        }
                    }
                }
            }))
            @if !blank.is_empty() {
                p.rule { (words::blank(blank.len() as u64, lang)) " " (code(&blank.join(", "))) }
            }
        }
    }
}

pub(super) fn basis(facts: &Facts<'_>, lang: Lang) -> Markup {
    let standard = &facts.manifest.standard;
    section(
        "basis",
        words::BASIS,
        lang,
        html! {
            @if facts.reconstructed() {
                p.notice { (words::NOT_OFFICIAL.get(lang)) }
            }
            (table("basis", words::BASIS.get(lang), html! {
                thead { tr { (column(words::FILE.get(lang))) (column(words::FILE_NAME.get(lang))) (column(words::BASIS_OF.get(lang))) (numbers(words::RULES_RUN.get(lang))) (numbers(words::RULES_NOT_RUN.get(lang))) } }
                tbody {
                    tr {
                        th scope="row" { (code(&standard.name)) }
                        td { (japanese(&standard.title, lang)) }
                        td { (words::basis(&standard.basis, lang)) }
                        td {} td {}
                    }
                    @for layout in &standard.layouts {
                        tr {
                            th scope="row" { (code(&layout.file)) }
                            td { (japanese(&layout.name, lang)) }
                            td { (words::basis(&layout.basis, lang)) }
                            (number(layout.rules_run)) (number(layout.rules_not_run))
                        }
                    }
                }
            }))
            @if !standard.rules_not_run.is_empty() {
                (not_run(&standard.rules_not_run, lang))
            }
        },
    )
}

/// Closed at first: a list for whoever asks what was not looked at.
fn not_run(rules: &[RuleNotRun], lang: Lang) -> Markup {
    let title = words::not_run(rules.len() as u64, lang);
    html! {
        details {
            summary { (title) }
            (table("basis", &title, html! {
                thead {
                    tr {
                        (column(words::FILE.get(lang)))
                        (column(words::NOT_RUN_RULE.get(lang)))
                        (column(words::NOT_RUN_ITEMS.get(lang)))
                        (column(words::NOT_RUN_TO.get(lang)))
                        (column(words::NOT_RUN_WHY.get(lang)))
                    }
                }
                tbody {
                    @for rule in rules {
                        tr {
                            th scope="row" { (code(&rule.file)) }
                            td { (code(&rule.rule)) }
                            td { (code(&rule.roles.join(", "))) }
                            td { @if let Some(to) = &rule.to { (code(to)) } }
                            td { (words::why(&rule.why, lang)) }
                        }
                    }
                }
            }))
        }
    }
}

pub(super) fn outputs(facts: &Facts<'_>, lang: Lang) -> Markup {
    section(
        "outputs",
        words::OUTPUTS,
        lang,
        html! {
            p.rule { (words::OUTPUTS_RULE.get(lang)) }
            (table("files list", words::OUTPUTS.get(lang), html! {
                thead {
                    tr {
                        (column(words::PATH.get(lang)))
                        (numbers(words::ROWS.get(lang)))
                        (numbers(words::BYTES.get(lang)))
                        (column(words::DIGEST.get(lang)))
                    }
                }
                tbody {
                    @for output in facts.outputs() {
                        tr {
                            th scope="row" { (code(&output.path)) }
                            (maybe(output.rows)) (number(output.bytes))
                            td.digest { (code(&output.sha256)) }
                        }
                    }
                }
            }))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};

    #[test]
    fn nothing_reconstructed_passes_for_official() {
        let (mut manifest, overview) = (manifest(), overview());
        manifest.standard.basis = "official".into();
        let note = words::NOT_OFFICIAL.get(Lang::Ja);
        assert!(basis(&Facts::new(&manifest, &overview), Lang::Ja).into_string().contains(note));
        manifest.standard.layouts.iter_mut().for_each(|layout| layout.basis = "official".into());
        assert!(!basis(&Facts::new(&manifest, &overview), Lang::Ja).into_string().contains(note));
    }

    #[test]
    fn every_rule_that_was_not_run_is_named_with_the_reason() {
        let (manifest, overview) = (manifest(), overview());
        let text = basis(&Facts::new(&manifest, &overview), Lang::En).into_string();
        for part in ["<details><summary>", "town_code", "00.town_master", "the other file is not there"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn every_file_stands_with_its_digest() {
        let (manifest, overview) = (manifest(), overview());
        let facts = Facts::new(&manifest, &overview);
        let digest = &manifest.outputs[0].sha256;
        assert_eq!(inputs(&facts, Lang::Ja).into_string().matches(digest.as_str()).count(), 3);
        assert_eq!(outputs(&facts, Lang::Ja).into_string().matches(digest.as_str()).count(), 3);
    }

    #[test]
    fn items_that_are_blank_everywhere_are_named_and_not_listed() {
        let (mut manifest, overview) = (manifest(), overview());
        manifest.control_totals[0].items[0].filled = 0;
        let text = totals(&Facts::new(&manifest, &overview), Lang::En).into_string();
        assert!(
            text.contains("1 item that is blank in every row:") && text.contains("address_number"),
            "{text}"
        );
        assert_eq!(text.matches("<th scope=\"row\">").count(), 1);
    }

    #[test]
    fn an_items_sum_stands_as_it_was_reckoned() {
        let (manifest, overview) = (manifest(), overview());
        let text = totals(&Facts::new(&manifest, &overview), Lang::En).into_string();
        assert!(text.contains("<td class=\"number\">-1234.50</td>"), "{text}");
    }
}
