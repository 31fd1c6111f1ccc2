//! The findings: by business, file, item and code, to filter and to search; the first cases of each one click away.

use super::facts::Facts;
use super::glance::{place, title};
use super::words;
use crate::number::grouped;
use crate::page::parts::{code, column, japanese, maybe, numbers, section, table};
use crate::visible::visible;
use crate::words as common;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use utsushi_delivery::verification::{FindingExample, FindingGroup};
use utsushi_findings::Lang;

/// Kinds of findings on the page; the workbook has all.
pub(super) const LISTED: usize = 1_000;
/// Of these, how many show all their examples; the others show one.
const IN_FULL: usize = 200;

pub(super) fn findings(facts: &Facts<'_>) -> Markup {
    let (lang, counts) = (facts.lang, &facts.result.findings);
    let shown = &facts.groups[..facts.groups.len().min(LISTED)];
    let in_shown: u64 = shown.iter().map(|group| group.count).sum();
    let more = facts.groups.len() - shown.len();
    let content = if shown.is_empty() {
        html! { p { (common::NO_FINDINGS.get(lang)) } }
    } else {
        html! {
            p {
                (words::kinds(facts.groups.len() as u64, facts.findings(), lang)) " ("
                (words::ERRORS.get(lang)) " " (grouped(counts.error)) " · "
                (words::WARNINGS.get(lang)) " " (grouped(counts.warning)) " · "
                (words::INFOS.get(lang)) " " (grouped(counts.info)) ") "
                @if more > 0 { (words::left_out(more as u64, facts.listed() - in_shown, lang)) " " }
                (words::BY_BUSINESS_RULE.get(lang))
            }
            (filter(facts, shown))
            (table("findings", common::FINDINGS.get(lang), html! {
                thead { tr {
                    (numbers(common::NUMBER.get(lang))) (column(common::SEVERITY.get(lang))) (column(common::WHAT.get(lang)))
                    (column(common::PLACE.get(lang))) (numbers(common::COUNT.get(lang))) (column(common::ADVICE.get(lang)))
                } }
                @for (index, group) in shown.iter().enumerate() { (row(index + 1, group, lang)) }
            }))
            p.rule { (common::MASKS.get(lang)) " " (words::EVERY.get(lang)) }
        }
    };
    section("findings", common::FINDINGS, lang, content)
}

fn business_key(group: &FindingGroup) -> String {
    group.business.map_or_else(String::new, |number| format!("{number:02}"))
}

fn row(at: usize, group: &FindingGroup, lang: Lang) -> Markup {
    html! {
        tbody id=(format!("finding-{at}")) data-severity=(group.severity) data-business=(business_key(group)) data-file=(group.file) data-item=(visible(&group.item)) data-code=(group.code) {
            tr {
                td.number { (at) }
                td { span class=(format!("severity {}", group.severity)) { (words::severity(&group.severity).get(lang)) } }
                th scope="rowgroup" { (code(&group.code)) " " (title(&group.code, &group.title, lang)) }
                td { (place(&group.file_name, &group.file, &group.item, lang)) }
                td.number { (grouped(group.count)) }
                td { (visible(&group.advice)) }
            }
            @if !group.examples.is_empty() {
                tr.examples { td colspan="2" {} td colspan="4" { (examples(at, group, lang)) } }
            }
        }
    }
}

fn examples(at: usize, group: &FindingGroup, lang: Lang) -> Markup {
    let shown = &group.examples[..group.examples.len().min(if at <= IN_FULL { usize::MAX } else { 1 })];
    let heading = common::examples(shown.len() as u64, group.count, lang);
    let any = |there: fn(&FindingExample) -> bool| shown.iter().any(there);
    let paths = any(|example| !example.path.is_empty());
    let records = any(|example| example.record > 0);
    let values = any(|example| !example.value.is_empty());
    html! {
        details {
            summary { (heading) span.unseen { " (" (group.code) ", " (common::NUMBER.get(lang)) " " (at) ")" } }
            table.cases {
                caption.unseen { (group.code) " " (common::NUMBER.get(lang)) " " (at) ": " (heading) }
                thead { tr {
                    @if paths { th.input scope="col" { (common::FILE.get(lang)) } }
                    @if records {
                        th.number.record scope="col" { (common::RECORD.get(lang)) }
                        th.number.line scope="col" { (common::LINE.get(lang)) }
                    }
                    @if values { th.value scope="col" { (common::VALUE.get(lang)) } }
                    (column(common::MESSAGE.get(lang)))
                } }
                tbody {
                    @for example in shown {
                        tr {
                            @if paths { td { (code(&example.path)) } }
                            @if records {
                                (maybe((example.record > 0).then_some(example.record)))
                                (maybe((example.record > 0 && example.line > 0).then_some(example.line)))
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
fn filter(facts: &Facts<'_>, shown: &[&FindingGroup]) -> Markup {
    let lang = facts.lang;
    let there = |severity: &str| shown.iter().any(|group| group.severity == severity);
    let businesses: BTreeSet<Option<u32>> = shown.iter().map(|group| group.business).collect();
    let files: BTreeMap<&str, &str> =
        shown.iter().map(|group| (group.file.as_str(), group.file_name.as_str())).collect();
    let items: BTreeSet<&str> = shown.iter().map(|group| group.item.as_str()).collect();
    let codes: BTreeMap<&str, &str> =
        shown.iter().map(|group| (group.code.as_str(), title(&group.code, &group.title, lang))).collect();
    let business_name = |number: u32| {
        let known = facts.result.businesses.iter().find(|business| business.number == number);
        format!("{number:02} {}", known.map_or("", |business| &business.name))
    };
    let all = html! { option value="*" { (common::ALL.get(lang)) } };
    html! {
        form #filter role="search" aria-label=(common::FILTER.get(lang)) hidden {
            label { (common::SEVERITY.get(lang))
                select name="severity" {
                    (all)
                    @for severity in ["error", "warning", "info"].into_iter().filter(|severity| there(severity)) {
                        option value=(severity) { (words::severity(severity).get(lang)) }
                    }
                }
            }
            label { (words::BUSINESS.get(lang))
                select name="business" {
                    (all)
                    @for business in businesses {
                        @match business {
                            Some(number) => { option value=(format!("{number:02}")) { (visible(&business_name(number))) } }
                            None => { option value="" { (words::NO_BUSINESS.get(lang)) } }
                        }
                    }
                }
            }
            label { (common::FILE.get(lang))
                select name="file" {
                    (all)
                    @for (file, name) in files {
                        option value=(file) { @if file.is_empty() { (words::NO_BUSINESS.get(lang)) } @else { (file) " " (visible(name)) } }
                    }
                }
            }
            label { (common::ITEM.get(lang))
                select name="item" {
                    (all)
                    @for item in items {
                        option value=(visible(item)) { @if item.is_empty() { (common::WHOLE_RECORD.get(lang)) } @else { (visible(item)) } }
                    }
                }
            }
            label { (common::CODE.get(lang))
                select name="code" {
                    (all)
                    @for (code, title) in codes { option value=(code) { (code) " " (title) } }
                }
            }
            label.search { (common::SEARCH.get(lang)) input type="search" name="text" autocomplete="off"; }
            button type="reset" { (common::RESET.get(lang)) }
            button #examples type="button" aria-pressed="false" data-open=(common::OPEN_ALL.get(lang)) data-close=(common::CLOSE_ALL.get(lang)) {
                (common::OPEN_ALL.get(lang))
            }
            p {
                output data-shown=(common::SHOWN.get(lang)) {}
                " " (common::PRINTED.get(lang))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::{hopeless, verification};

    #[test]
    fn every_kind_stands_with_its_count_what_to_do_and_its_first_cases() {
        let result = verification();
        let text = findings(&Facts::new(&result, None)).into_string();
        assert_eq!(text.matches("<tbody id=\"finding-").count(), result.groups.len());
        assert!(text.contains("例 5 件 (全 20 件)") && text.contains("もう一度納品してもらってください"));
    }

    #[test]
    fn of_very_many_kinds_the_later_ones_show_one_case() {
        let result = hopeless(300, 10);
        let text = findings(&Facts::new(&result, None)).into_string();
        assert_eq!(text.matches("例 5 件 (全 10 件)</caption>").count(), 200);
        assert_eq!(text.matches("例 1 件 (全 10 件)</caption>").count(), 100);
    }

    #[test]
    fn a_delivery_without_findings_says_so() {
        let mut result = verification();
        result.groups.clear();
        let text = findings(&Facts::new(&result, None)).into_string();
        assert!(text.contains(common::NO_FINDINGS.ja) && !text.contains("<form"));
    }
}
