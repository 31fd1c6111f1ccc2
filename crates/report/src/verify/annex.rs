//! What the sheets rest on: figures compared, rules that were not run, the profile, the files.

use super::facts::Facts;
use super::words;
use crate::page::parts::{code, column, japanese, maybe, number, numbers, section, table};
use crate::visible::visible;
use crate::words as common;
use maud::{Markup, html};
use utsushi_delivery::verification::{ComparedTotal, FileState};
use utsushi_findings::Lang;

/// Figures on the page.
const TOTALS: usize = 500;

pub(super) fn totals(facts: &Facts<'_>) -> Markup {
    let lang = facts.lang;
    let mut totals: Vec<&ComparedTotal> = facts.result.totals.iter().collect();
    let rank = |total: &ComparedTotal| {
        ["differs", "tolerated", "agrees"].iter().position(|state| *state == total.state).unwrap_or(3)
    };
    totals.sort_by_key(|total| rank(total));
    section(
        "totals",
        words::TOTALS,
        lang,
        html! {
            @if totals.is_empty() || totals.iter().all(|total| total.state == "not_compared") {
                p { (words::NO_TOTALS.get(lang)) }
            } @else {
                p.rule { (words::TOTALS_RULE.get(lang)) }
            }
            @if !totals.is_empty() {
                (table("compared", words::TOTALS.get(lang), html! {
                    thead { tr {
                        (column(words::FIGURE.get(lang))) (column(words::GROUP.get(lang))) (column(words::BASE_DATE.get(lang)))
                        (numbers(words::STATED.get(lang))) (numbers(words::EXPECTED.get(lang))) (numbers(words::COUNTED.get(lang)))
                        (column(words::RESULT.get(lang))) (column(words::REPORT.get(lang)))
                    } }
                    tbody { @for total in totals.iter().take(TOTALS) { (total_row(facts, total)) } }
                }))
                @if totals.len() > TOTALS { p.rule { (words::MORE_TOTALS.get(lang)) } }
            }
        },
    )
}

fn total_row(facts: &Facts<'_>, total: &ComparedTotal) -> Markup {
    let lang = facts.lang;
    let name = facts.result.files.iter().find(|file| file.file == total.file).map_or("", |file| &file.name);
    let figure =
        |figure: &Option<String>| html! { td.number { (figure.as_deref().map(plain).unwrap_or_default()) } };
    let class = if total.state == "differs" { "wrong" } else { "" };
    html! {
        tr {
            th scope="row" {
                (japanese(&total.name, lang)) @if let Some(item) = &total.sum_of { " (" (japanese(item, lang)) ")" }
                br; (japanese(name, lang)) " " (code(&total.file))
            }
            td { (japanese(&total.group.join(" / "), lang)) }
            td { (total.base_date.as_deref().map(words::day).unwrap_or_default()) }
            (figure(&total.delivered)) (figure(&total.expected))
            td.number { (plain(&total.counted)) }
            td class=(class) { (words::total_state(&total.state, lang)) }
            td { (visible(total.report.as_deref().unwrap_or_default())) }
        }
    }
}

/// Digits in groups of three, where it is a whole number.
fn plain(figure: &str) -> String {
    figure.parse().map_or_else(|_| visible(figure).into_owned(), crate::grouped)
}

pub(super) fn not_run(facts: &Facts<'_>) -> Markup {
    let (rules, lang) = (&facts.result.standard.rules_not_run, facts.lang);
    let title = common::not_run(rules.len() as u64, lang);
    section(
        "not-run",
        words::RULES_NOT_RUN,
        lang,
        html! {
            @if rules.is_empty() {
                p { (words::ALL_RUN.get(lang)) }
            } @else {
                p { (words::NOT_RUN_RULE_TEXT.get(lang)) }
                details {
                    summary { (title) }
                    (table("basis", &title, html! {
                        thead { tr {
                            (column(common::FILE.get(lang))) (column(common::NOT_RUN_RULE.get(lang))) (column(common::NOT_RUN_ITEMS.get(lang)))
                            (column(common::NOT_RUN_TO.get(lang))) (column(common::NOT_RUN_WHY.get(lang)))
                        } }
                        tbody {
                            @for rule in rules {
                                tr {
                                    th scope="row" { (code(&rule.file)) } td { (code(&rule.rule)) } td { (code(&rule.roles.join(", "))) }
                                    td { @if let Some(to) = &rule.to { (code(to)) } } td { (words::why(&rule.why, lang)) }
                                }
                            }
                        }
                    }))
                }
            }
        },
    )
}

/// The profile in words: name of the line and what it says.
pub(super) fn profile_lines(facts: &Facts<'_>) -> Vec<(&'static str, String)> {
    let (profile, lang) = (&facts.result.profile, facts.lang);
    let list = |texts: Vec<String>| match texts.is_empty() {
        true => words::NOTHING.get(lang).to_owned(),
        false => texts.join(", "),
    };
    let name = match (&profile.sha256, profile.name.is_empty()) {
        (None, true) => words::BUILT_IN.get(lang).to_owned(),
        (Some(digest), _) => format!("{} SHA-256 {digest}", profile.name).trim().to_owned(),
        (None, false) => profile.name.clone(),
    };
    let required = profile.require_businesses.iter().map(|number| format!("{number:02}"));
    let required = required.chain(profile.require_files.iter().cloned()).collect();
    let pairs = |left: &String, right: String| format!("{left}: {right}");
    vec![
        (words::PROFILE_NAME.get(lang), name),
        (words::REFUSE_ON.get(lang), list(profile.refuse_on.clone())),
        (words::CONDITIONAL_ON.get(lang), list(profile.conditional_on.clone())),
        (
            words::CONDITIONAL_EXIT.get(lang),
            if profile.conditional == "accept" { "0" } else { "1" }.to_owned(),
        ),
        (words::OFF.get(lang), list(profile.off.clone())),
        (
            words::SEVERITIES.get(lang),
            list(
                profile
                    .severity
                    .iter()
                    .map(|(code, name)| pairs(code, words::severity(name).get(lang).into()))
                    .collect(),
            ),
        ),
        (
            words::TOLERATED.get(lang),
            list(profile.tolerated.iter().map(|(code, cases)| pairs(code, crate::grouped(*cases))).collect()),
        ),
        (
            words::TOLERANCE.get(lang),
            format!("±{} / ±{}%", profile.total_tolerance, profile.total_tolerance_percent),
        ),
        (words::REQUIRED.get(lang), list(required)),
    ]
}

pub(super) fn profile(facts: &Facts<'_>) -> Markup {
    let lang = facts.lang;
    section(
        "profile",
        words::PROFILE,
        lang,
        table(
            "basis",
            words::PROFILE.get(lang),
            html! {
                thead { tr { (column(words::BY_RULE.get(lang))) (column(common::WHAT.get(lang))) } }
                tbody { @for (name, text) in profile_lines(facts) { tr { th scope="row" { (name) } td { (visible(&text)) } } } }
            },
        ),
    )
}

pub(super) fn files(facts: &Facts<'_>) -> Markup {
    let (result, lang) = (facts.result, facts.lang);
    section(
        "files",
        words::FILES,
        lang,
        html! {
            @if facts.reconstructed() { p.notice { (common::NOT_OFFICIAL.get(lang)) } }
            (table("files list", words::FILES.get(lang), html! {
                thead { tr {
                    (column(common::FILE.get(lang))) (column(common::PATH.get(lang))) (column(words::FORM.get(lang)))
                    (numbers(common::ROWS.get(lang))) (numbers(common::BYTES.get(lang))) (column(common::DIGEST.get(lang)))
                } }
                tbody {
                    @for file in result.files.iter().filter(|file| file.state != FileState::Missing) {
                        @for part in &file.parts {
                            tr {
                                th scope="row" { (japanese(&file.name, lang)) " " (code(&file.file)) }
                                td { (code(&part.path)) }
                                td { (form(&part.form, part.charset.as_deref())) }
                                (number(part.rows)) (number(part.bytes))
                                td.digest { (code(&part.sha256)) }
                            }
                        }
                    }
                    @for other in &result.others {
                        tr {
                            th scope="row" { (words::OTHERS.get(lang)) }
                            td { (code(&other.path)) } td {} (maybe(None)) (number(other.bytes))
                            td.digest { (code(other.sha256.as_deref().unwrap_or_default())) }
                        }
                    }
                }
            }))
            h3 { (words::OUTPUTS.get(lang)) }
            p.rule { (words::OUTPUTS_RULE.get(lang)) }
            (outputs(facts, lang))
        },
    )
}

fn form(form: &str, charset: Option<&str>) -> String {
    charset.map_or(form.to_owned(), |charset| format!("{form} {charset}"))
}

fn outputs(facts: &Facts<'_>, lang: Lang) -> Markup {
    table(
        "files list",
        words::OUTPUTS.get(lang),
        html! {
            thead { tr { (column(common::PATH.get(lang))) (numbers(common::BYTES.get(lang))) (column(common::DIGEST.get(lang))) } }
            tbody {
                @for output in &facts.result.outputs {
                    tr { th scope="row" { (code(&output.path)) } (number(output.bytes)) td.digest { (code(&output.sha256)) } }
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::verification;

    #[test]
    fn the_whole_profile_is_printed() {
        let result = verification();
        let text = profile(&Facts::new(&result, None)).into_string();
        for part in ["SET021, error:REF", "error, warning", "COD001: 2", "±0 / ±0%", "(組み込み)"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn a_figure_that_differs_comes_first() {
        let mut result = verification();
        result.totals.reverse();
        let text = totals(&Facts::new(&result, None)).into_string();
        assert!(text.find("✕ 不一致").unwrap() < text.find("照合なし").unwrap());
        assert!(text.contains("98,765") && text.contains("2026-03-31"));
    }

    #[test]
    fn every_rule_that_was_not_run_is_named_with_the_reason() {
        let result = verification();
        let text = not_run(&Facts::new(&result, None)).into_string();
        assert!(text.contains("00.town_master") && text.contains("相手のファイルがない"));
    }
}
