//! The findings: what, where, how many, what to do; examples one click away, and all of them on paper.

use super::parts::{code, column, japanese, maybe, numbers, section, table};
use crate::facts::Facts;
use crate::number::grouped;
use crate::visible::visible;
use crate::words;
use maud::{Markup, html};
use utsushi_delivery::{Example, Group};
use utsushi_findings::{Lang, Severity};

pub(super) fn findings(facts: &Facts<'_>, lang: Lang) -> Markup {
    let content = if facts.groups.is_empty() {
        html! { p { (words::NO_FINDINGS.get(lang)) } }
    } else {
        html! {
            p { (words::findings(facts, lang)) }
            (filter(facts, lang))
            (table("findings", words::FINDINGS.get(lang), html! {
                thead {
                    tr {
                        (numbers(words::NUMBER.get(lang)))
                        (column(words::SEVERITY.get(lang)))
                        (column(words::WHAT.get(lang)))
                        (column(words::PLACE.get(lang)))
                        (numbers(words::COUNT.get(lang)))
                        (column(words::ADVICE.get(lang)))
                    }
                }
                @for (index, group) in facts.groups.iter().enumerate() {
                    (row(index + 1, group, lang))
                }
            }))
            p.rule { (words::MASKS.get(lang)) " " (words::EVERY_FINDING.get(lang)) }
        }
    };
    section("findings", words::FINDINGS, lang, content)
}

fn row(number: usize, group: &Group, lang: Lang) -> Markup {
    let entry = group.code.0;
    html! {
        tbody id=(format!("finding-{number}")) data-severity=(entry.severity.name()) data-file=(group.file) data-code=(entry.id) {
            tr {
                td.number { (number) }
                td { span class=(format!("severity {}", entry.severity.name())) { (words::severity(entry.severity).get(lang)) } }
                th scope="rowgroup" { (code(entry.id)) " " (entry.title.get(lang)) }
                td {
                    @if group.item.is_empty() {
                        span.whole { (words::WHOLE_RECORD.get(lang)) }
                    } @else {
                        span.item { (japanese(&group.item, lang)) }
                    }
                    @if !group.file.is_empty() {
                        br; (japanese(&group.file_name, lang)) " " (code(&group.file))
                    }
                }
                td.number { (grouped(group.count)) }
                td { (entry.advice.get(lang)) }
            }
            @if !group.examples.is_empty() {
                tr.examples {
                    td colspan="2" {}
                    td colspan="4" { (examples(number, group, lang)) }
                }
            }
        }
    }
}

fn examples(number: usize, group: &Group, lang: Lang) -> Markup {
    let shown = words::examples(group.examples.len() as u64, group.count, lang);
    let any = |there: fn(&Example) -> bool| group.examples.iter().any(there);
    // A finding about a whole input has no record, one about a whole job has no input either.
    let inputs = any(|example| !example.input.is_empty());
    let records = any(|example| example.record > 0);
    let values = any(|example| !example.value.is_empty());
    html! {
        details {
            summary { (shown) span.unseen { " (" (group.code.id()) ", " (words::NUMBER.get(lang)) " " (number) ")" } }
            table.cases {
                caption.unseen { (group.code.id()) " " (shown) }
                thead {
                    tr {
                        @if inputs { th.input scope="col" { (words::INPUT.get(lang)) } }
                        @if records {
                            th.number.record scope="col" { (words::RECORD.get(lang)) }
                            th.number.line scope="col" { (words::LINE.get(lang)) }
                        }
                        @if values { th.value scope="col" { (words::VALUE.get(lang)) } }
                        (column(words::MESSAGE.get(lang)))
                    }
                }
                tbody {
                    @for example in &group.examples {
                        tr {
                            @if inputs { td { (code(&example.input)) } }
                            @if records {
                                (maybe((example.record > 0).then_some(example.record)))
                                (maybe((example.record > 0).then_some(example.line)))
                            }
                            @if values { td.value { bdi { (japanese(&example.value, lang)) } } }
                            td { (visible(&example.message)) }
                        }
                    }
                }
            }
        }
    }
}

/// Hidden until the script shows it: without one the page is whole and plain.
fn filter(facts: &Facts<'_>, lang: Lang) -> Markup {
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let there = |severity| facts.groups.iter().any(|group| group.code.0.severity == severity);
    let mut files: Vec<_> =
        facts.groups.iter().map(|group| (group.file.as_str(), group.file_name.as_str())).collect();
    files.sort_unstable();
    files.dedup();
    let mut codes: Vec<_> = facts.groups.iter().map(|group| group.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let all = html! { option value="*" { (words::ALL.get(lang)) } };
    html! {
        form #filter role="search" aria-label=(words::FILTER.get(lang)) hidden {
            label { (words::SEVERITY.get(lang))
                select name="severity" {
                    (all)
                    @for severity in severities.into_iter().filter(|severity| there(*severity)) {
                        option value=(severity.name()) { (words::severity(severity).get(lang)) }
                    }
                }
            }
            label { (words::FILE.get(lang))
                select name="file" {
                    (all)
                    @for (file, name) in files {
                        option value=(file) {
                            @if file.is_empty() { (words::WHOLE_RECORD.get(lang)) } @else { (file) " " (visible(name)) }
                        }
                    }
                }
            }
            label { (words::CODE.get(lang))
                select name="code" {
                    (all)
                    @for code in codes {
                        option value=(code.id()) { (code.id()) " " (code.0.title.get(lang)) }
                    }
                }
            }
            label.search { (words::SEARCH.get(lang)) input type="search" name="text" autocomplete="off"; }
            button type="reset" { (words::RESET.get(lang)) }
            button #examples type="button" aria-pressed="false" data-open=(words::OPEN_ALL.get(lang)) data-close=(words::CLOSE_ALL.get(lang)) {
                (words::OPEN_ALL.get(lang))
            }
            p {
                output data-shown=(words::SHOWN.get(lang)) {}
                " " (words::PRINTED.get(lang))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};
    use utsushi_delivery::Overview;

    #[test]
    fn every_group_stands_with_its_count_and_what_to_do() {
        let (manifest, overview) = (manifest(), overview());
        let text = findings(&Facts::new(&manifest, &overview), Lang::Ja).into_string();
        assert_eq!(text.matches("<tbody id=\"finding-").count(), overview.groups.len());
        for group in &overview.groups {
            assert!(text.contains(group.code.0.advice.ja), "{}", group.code.id());
        }
        assert!(text.contains("例 5 件 (全 20 件)"));
    }

    #[test]
    fn a_finding_about_a_whole_file_names_no_record() {
        let (manifest, mut overview) = (manifest(), overview());
        overview.groups.retain(|group| group.code.id() == "FMT005");
        let text = findings(&Facts::new(&manifest, &overview), Lang::Ja).into_string();
        assert!(text.contains(words::INPUT.ja) && !text.contains(words::RECORD.ja), "{text}");
        overview.groups[0].examples[0].input.clear();
        let text = findings(&Facts::new(&manifest, &overview), Lang::Ja).into_string();
        assert!(!text.contains("class=\"input\""), "{text}");
    }

    #[test]
    fn a_run_without_findings_says_so() {
        let (manifest, overview) = (manifest(), Overview::default());
        let text = findings(&Facts::new(&manifest, &overview), Lang::En).into_string();
        assert!(text.contains("There are no findings.") && !text.contains("<form"));
    }
}
