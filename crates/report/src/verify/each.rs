//! One page over the deliveries of many municipalities.

use super::changes::{ChangeCounts, change_counts};
use super::facts::{Facts, class};
use super::glance::worst;
use super::page::{decided, municipality};
use super::words;
use crate::number::grouped;
use crate::page::parts::{code, column, japanese, number, numbers, section, table};
use crate::page::styled;
use crate::visible::visible;
use maud::{Markup, html};
use std::collections::BTreeMap;
use utsushi_delivery::verification::{Counts, Decision, FileState, Verification};
use utsushi_findings::Lang;

/// One delivery of many.
#[derive(Clone, Debug)]
pub struct City {
    /// Name of its folder or zip.
    pub name: String,
    /// The municipality, where the delivery says.
    pub municipality: String,
    /// What it came to.
    pub result: CityResult,
}

/// What one delivery came to.
#[derive(Clone, Debug)]
pub enum CityResult {
    /// It was verified.
    Verified {
        /// The verdict.
        decision: Decision,
        /// The verdict on the last delivery and what changed since, where there was one.
        since: Option<(Decision, ChangeCounts)>,
        /// Standard files that are there.
        files: u64,
        /// And that are missing.
        missing: u64,
        /// Rows that were checked.
        rows: u64,
        /// Findings.
        counts: Counts,
        /// Businesses that were delivered.
        businesses: Vec<CityBusiness>,
        /// SHA-256 that a signed copy is matched with.
        sha256: String,
        /// Folder of its report, beside this page.
        folder: String,
    },
    /// It could not be verified: why.
    Failed(Vec<String>),
}

/// One business of one municipality.
#[derive(Clone, Debug)]
pub struct CityBusiness {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// What its findings alone would lead to.
    pub decision: Decision,
    /// Its findings.
    pub counts: Counts,
}

impl City {
    /// A delivery that was verified; `folder` is where its report lies, beside the page.
    pub fn verified(name: &str, folder: &str, result: &Verification, before: Option<&Verification>) -> City {
        let facts = Facts::new(result, before);
        let missing = facts.files(FileState::Missing);
        let known = result.municipality.is_some();
        City {
            name: name.to_owned(),
            municipality: if known { municipality(result, facts.lang).to_owned() } else { String::new() },
            result: CityResult::Verified {
                decision: result.verdict.decision,
                since: before.map(|before| (before.verdict.decision, change_counts(result, before))),
                files: result.files.len() as u64 - missing,
                missing,
                rows: result.delivery.rows,
                counts: Counts {
                    error: result.findings.error,
                    warning: result.findings.warning,
                    info: result.findings.info,
                },
                businesses: result
                    .businesses
                    .iter()
                    .map(|business| {
                        let (decision, counts) = worst(business);
                        CityBusiness {
                            number: business.number,
                            name: business.name.clone(),
                            decision,
                            counts,
                        }
                    })
                    .collect(),
                sha256: facts.digest().0,
                folder: folder.to_owned(),
            },
        }
    }

    /// A delivery that could not be verified.
    pub fn failed(name: &str, why: Vec<String>) -> City {
        City { name: name.to_owned(), municipality: String::new(), result: CityResult::Failed(why) }
    }
}

/// The page over all of `cities`, in their order. It leads to the report of each and asks the network for nothing.
pub fn each_html(cities: &[City], lang: Lang) -> String {
    let body = html! {
        a.skip href="#matrix" { (words::MATRIX.get(lang)) }
        header { h1 { (words::EACH_TITLE.get(lang)) } }
        main {
            (verdicts(cities, lang))
            (list(cities, lang))
            (matrix(cities, lang))
            (failures(cities, lang))
        }
    };
    styled(words::EACH_TITLE.get(lang), body, include_str!("style.css"), lang)
}

fn verdicts(cities: &[City], lang: Lang) -> Markup {
    let of = |wanted: Option<Decision>| {
        let is = |city: &&City| match (&city.result, wanted) {
            (CityResult::Verified { decision, .. }, Some(wanted)) => *decision == wanted,
            (CityResult::Failed(_), None) => true,
            _ => false,
        };
        cities.iter().filter(is).count() as u64
    };
    let decisions = [Decision::Accept, Decision::Conditional, Decision::Refuse];
    let failed = of(None);
    html! {
        section aria-label=(words::VERDICTS.get(lang)) {
            dl.cards {
                @for decision in decisions {
                    div class=(format!("card {}", if of(Some(decision)) > 0 { class(decision) } else { "" })) {
                        dt { (words::mark(decision)) " " (words::decision(decision).get(lang)) } dd { span.value { (grouped(of(Some(decision)))) } }
                    }
                }
                div class=(if failed > 0 { "card wrong" } else { "card" }) { dt { (words::FAILED.get(lang)) } dd { span.value { (grouped(failed)) } } }
            }
        }
    }
}

fn named(city: &City, lang: Lang) -> Markup {
    let inside = html! {
        @if city.municipality.is_empty() { (code(&city.name)) } @else { (japanese(&city.municipality, lang)) }
    };
    html! {
        @match &city.result {
            CityResult::Verified { folder, .. } => { a href=(format!("{}/report.html", encoded(folder))) { (inside) } }
            CityResult::Failed(_) => { (inside) }
        }
        @if !city.municipality.is_empty() { " " (code(&city.name)) }
    }
}

/// A name as a part of a link.
fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    // A name that begins with a dot or holds a colon stays a name of a folder here.
    format!("./{}", name.bytes().map(one).collect::<String>())
}

fn list(cities: &[City], lang: Lang) -> Markup {
    section(
        "cities",
        words::MUNICIPALITY,
        lang,
        html! {
            p.rule { (words::EACH_RULE.get(lang)) }
            (table("cities", words::EACH_TITLE.get(lang), html! {
                thead { tr {
                    (column(words::MUNICIPALITY.get(lang))) (column(crate::words::VERDICT.get(lang))) (column(words::SINCE.get(lang)))
                    @for title in [words::FILES_THERE, words::ROWS_CHECKED, words::ERRORS, words::WARNINGS, words::INFOS] { (numbers(title.get(lang))) }
                    (column(crate::words::DIGEST.get(lang)))
                } }
                tbody { @for city in cities { (line(city, lang)) } }
            }))
        },
    )
}

fn line(city: &City, lang: Lang) -> Markup {
    html! {
        tr {
            th scope="row" { (named(city, lang)) }
            @match &city.result {
                CityResult::Verified { decision, since, files, missing, rows, counts, sha256, .. } => {
                    td { (decided(*decision, lang)) }
                    td { (changed(*decision, since, lang)) }
                    td.number { (grouped(*files)) @if *missing > 0 { " (" (words::state(FileState::Missing).get(lang)) " " (grouped(*missing)) ")" } }
                    (number(*rows)) (number(counts.error)) (number(counts.warning)) (number(counts.info))
                    td.digest { (code(sha256)) }
                }
                CityResult::Failed(_) => {
                    td { span.decided.wrong { "✕ " (words::FAILED.get(lang)) } }
                    td {} td {} td {} td {} td {} td {} td {}
                }
            }
        }
    }
}

fn changed(now: Decision, since: &Option<(Decision, ChangeCounts)>, lang: Lang) -> Markup {
    use super::changes::Change::{Better, Gone, New, Worse};
    let Some((was, counts)) = since else { return html! { (words::FIRST_TIME.get(lang)) } };
    let figures = [(New, counts.new), (Worse, counts.worse), (Better, counts.better), (Gone, counts.gone)];
    html! {
        @if *was != now { (words::decision(*was).get(lang)) " → " (words::decision(now).get(lang)) br; }
        @for (change, count) in figures {
            @if count > 0 { span.part { (words::change(change).get(lang)) " " (grouped(count)) } " " }
        }
        @if figures.iter().all(|(_, count)| *count == 0) { (words::NOTHING_CHANGED.get(lang)) }
    }
}

fn matrix(cities: &[City], lang: Lang) -> Markup {
    let mut columns: BTreeMap<u32, &str> = BTreeMap::new();
    for city in cities {
        if let CityResult::Verified { businesses, .. } = &city.result {
            columns.extend(businesses.iter().map(|business| (business.number, business.name.as_str())));
        }
    }
    let cell = |city: &City, number: u32| match &city.result {
        CityResult::Verified { businesses, .. } => {
            businesses.iter().find(|business| business.number == number).cloned()
        }
        CityResult::Failed(_) => None,
    };
    section(
        "matrix",
        words::MATRIX,
        lang,
        html! {
            p.rule { (words::MATRIX_RULE.get(lang)) }
            (table("matrix", words::MATRIX.get(lang), html! {
                thead { tr {
                    (column(words::MUNICIPALITY.get(lang)))
                    @for (number, name) in &columns { th scope="col" { (format!("{number:02} ")) (japanese(name, lang)) } }
                } }
                tbody {
                    @for city in cities {
                        tr {
                            th scope="row" { (named(city, lang)) }
                            @for number in columns.keys() {
                                @match cell(city, *number) {
                                    None => { td { span.unseen { (words::state(FileState::Missing).get(lang)) } } }
                                    Some(business) => {
                                        td class=(format!("heat {}", heat(business.decision))) {
                                            span aria-hidden="true" { (words::mark(business.decision)) " " }
                                            span.unseen { (words::decision(business.decision).get(lang)) " " }
                                            @if business.counts.error + business.counts.warning > 0 {
                                                (grouped(business.counts.error)) " / " (grouped(business.counts.warning))
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }))
        },
    )
}

fn heat(decision: Decision) -> &'static str {
    match decision {
        Decision::Accept => "none",
        Decision::Conditional => "look",
        Decision::Refuse => "wrong",
    }
}

fn failures(cities: &[City], lang: Lang) -> Markup {
    let failed: Vec<(&City, &Vec<String>)> = cities
        .iter()
        .filter_map(|city| match &city.result {
            CityResult::Failed(why) => Some((city, why)),
            CityResult::Verified { .. } => None,
        })
        .collect();
    if failed.is_empty() {
        return html! {};
    }
    section(
        "problems",
        words::PROBLEMS,
        lang,
        html! {
            dl {
                @for (city, why) in failed {
                    dt { (code(&city.name)) }
                    @for line in why { dd { (visible(line)) } }
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::{previous, verification};

    fn cities() -> Vec<City> {
        let mut accepted = verification();
        accepted.verdict.decision = Decision::Accept;
        accepted.businesses.truncate(1);
        accepted.businesses[0].decision = Decision::Accept;
        accepted.businesses[0].heights.clear();
        vec![
            City::verified("架空市 A<b>", "架空市 A", &verification(), Some(&previous())),
            City::verified("b", "b", &accepted, None),
            City::failed("c.zip", vec!["暗号化されています".into()]),
        ]
    }

    #[test]
    fn each_city_has_a_line_its_businesses_and_what_changed() {
        let page = each_html(&cities(), Lang::Ja);
        assert!(page.contains("href=\"./%E6%9E%B6%E7%A9%BA%E5%B8%82%20A/report.html\""));
        assert!(page.contains("▼ 減少 1") && page.contains("前回なし"));
        assert!(page.contains("検証できず") && page.contains("暗号化されています"));
        assert!(page.contains("</span>25 / 2</td>"), "errors and warnings of 住民基本台帳");
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("<b>"));
    }

    #[test]
    fn a_name_of_a_folder_never_becomes_an_address() {
        assert_eq!(encoded("javascript:alert(1)"), "./javascript%3Aalert%281%29");
        assert_eq!(encoded("//evil.example/x"), "./%2F%2Fevil.example%2Fx");
    }
}
