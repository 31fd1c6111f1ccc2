//! A sheet for each section: its files counted, what it decides about each finding, and the place to sign. On paper it
//! begins a page of its own and says which delivery it is about.

use super::facts::{Desk, Facts};
use super::findings::LISTED;
use super::glance::{place, title};
use super::page::{decided, digest_of, municipality};
use super::words;
use crate::number::grouped;
use crate::page::parts::{code, column, japanese, maybe, number, numbers, table};
use crate::words as common;
use maud::{Markup, html};
use utsushi_delivery::verification::{FileState, VerifiedFile};
use utsushi_findings::Lang;

/// Findings on one sheet; the workbook has all.
const ON_SHEET: usize = 200;
/// Units that the longest bar of the counts is wide.
const WIDTH: u64 = 600;
/// Files drawn.
const BARS: usize = 40;

pub(super) fn desks(facts: &Facts<'_>) -> Markup {
    html! { @for desk in facts.desks() { (sheet(facts, &desk)) } }
}

/// `01 住民基本台帳`.
pub(super) fn name(desk: &Desk<'_>, lang: Lang) -> String {
    desk.business.map_or(words::WHOLE.get(lang).to_owned(), |business| {
        format!("{:02} {}", business.number, crate::visible::visible(&business.name))
    })
}

fn sheet(facts: &Facts<'_>, desk: &Desk<'_>) -> Markup {
    let (result, lang) = (facts.result, facts.lang);
    let (id, name) = (desk.id(), name(desk, lang));
    let heading = format!("{id}-title");
    let (digest, of) = facts.digest();
    let base_date = result.base_date.as_deref().map(words::day);
    html! {
        section.desk id=(id) aria-labelledby=(heading) {
            h2 id=(heading) { (words::DESK.get(lang)) ": " @match desk.business { Some(_) => (japanese(&name, lang)), None => (name) } }
            p {
                (japanese(municipality(result, lang), lang)) " · " (words::DELIVERY.get(lang)) " " (code(&result.delivery.name)) " · "
                (words::BASE_DATE.get(lang)) " " (base_date.as_deref().unwrap_or(words::UNKNOWN.get(lang)))
                @if let Some(business) = desk.business { " · " (common::VERDICT.get(lang)) " " (decided(business.decision, lang)) }
            }
            p.rule { (digest_of(&of, lang)) " " (code(&digest)) }
            (received(&name, lang))
            @if desk.business.is_some() { (counts(facts, desk, &name)) } @else { (others(facts, &name)) }
            (decisions(facts, desk, &name))
            (signatures(&name, lang))
        }
    }
}

/// Who received what on which medium: to be filled in.
fn received(name: &str, lang: Lang) -> Markup {
    let fields = [words::SECTION, words::MEDIA, words::RECEIVED_ON, words::RECEIVED_BY];
    let caption = format!("{} ({name})", words::MEDIA.get(lang));
    table(
        "received",
        &caption,
        html! {
            thead { tr { @for field in fields { (column(field.get(lang))) } } }
            tbody { tr { @for _ in fields { td.fill {} } } }
        },
    )
}

fn counts(facts: &Facts<'_>, desk: &Desk<'_>, name: &str) -> Markup {
    let lang = facts.lang;
    let before = facts.before.is_some();
    let caption = format!("{} ({name})", words::COUNT_TABLE.get(lang));
    let known: Option<u64> = desk.files.iter().map(|file| file.old_rows).sum();
    let rows: u64 = desk.files.iter().map(|file| file.rows).sum();
    html! {
        h3 { (words::COUNT_TABLE.get(lang)) }
        p.rule { (words::COUNT_RULE.get(lang)) }
        (table("account counted", &caption, html! {
            thead { tr {
                (column(common::FILE.get(lang))) (numbers(words::OLD.get(lang))) (column(words::OLD_FROM.get(lang)))
                (numbers(words::ROWS_DELIVERED.get(lang))) (numbers(words::DIFFERENCE.get(lang)))
                @if before { (numbers(words::LAST_ROWS.get(lang))) }
                (column(words::STATE.get(lang))) (column(words::REASON.get(lang)))
            } }
            tbody {
                @for file in &desk.files { (count_row(facts, file)) }
                tr.sum {
                    th scope="row" { (words::TOTAL.get(lang)) }
                    (maybe(known)) td {} (number(rows)) (difference(known, rows))
                    @if before { td.number {} }
                    td {} td.fill {}
                }
            }
        }))
        (chart(desk, &caption, lang))
    }
}

fn count_row(facts: &Facts<'_>, file: &VerifiedFile) -> Markup {
    let lang = facts.lang;
    html! {
        tr {
            th scope="row" { (japanese(&file.name, lang)) " " (code(&file.file)) }
            (maybe(file.old_rows))
            td { (file.old_rows_from.as_deref().map_or("", |word| words::old_from(word, lang))) }
            (number(file.rows)) (difference(file.old_rows, file.rows))
            @if facts.before.is_some() { (maybe(facts.file_before(&file.file).map(|file| file.rows))) }
            td class=(if matches!(file.state, FileState::Missing | FileState::Unreadable) { "wrong" } else { "" }) {
                (words::state(file.state).get(lang))
            }
            td.fill {}
        }
    }
}

/// `+3`, `−2`, `0`; nothing where the old count is not known.
fn difference(old: Option<u64>, rows: u64) -> Markup {
    html! {
        @match old {
            None => { td.number {} }
            Some(old) if old == rows => { td.number.clean { "0 " span.check { "✓" } } }
            Some(old) => { td.number.wrong { (signed(old, rows)) " " span.check { "✗" } } }
        }
    }
}

/// The difference with its sign.
pub(super) fn signed(old: u64, rows: u64) -> String {
    match rows.cmp(&old) {
        std::cmp::Ordering::Equal => "0".into(),
        std::cmp::Ordering::Greater => format!("+{}", grouped(rows - old)),
        std::cmp::Ordering::Less => format!("−{}", grouped(old - rows)),
    }
}

/// Two bars for each file whose old count is known: one that is shorter stands out before any figure is read.
fn chart(desk: &Desk<'_>, caption: &str, lang: Lang) -> Markup {
    let known: Vec<(&VerifiedFile, u64)> =
        desk.files.iter().filter_map(|file| Some((*file, file.old_rows?))).take(BARS).collect();
    let most = known.iter().map(|(file, old)| file.rows.max(*old)).max().unwrap_or(0);
    if most == 0 {
        return html! {};
    }
    let wide = |count: u64| (u128::from(count) * u128::from(WIDTH)).div_ceil(u128::from(most)) as u64;
    let height = known.len() * 26;
    let id = format!("{}-chart", desk.id());
    html! {
        figure.rows {
            figcaption { (words::ROW_CHART.get(lang)) }
            svg role="img" aria-labelledby=(id) viewBox=(format!("0 0 1000 {height}")) {
                title id=(id) { (caption) ": " (words::ROW_CHART.get(lang)) }
                @for (at, (file, old)) in known.iter().enumerate() {
                    text x="250" y=(at * 26 + 16) text-anchor="end" { (crate::visible::visible(&file.name)) }
                    rect class="old" x="260" y=(at * 26 + 3) width=(wide(*old)) height="8" {}
                    rect class=(if *old == file.rows { "same" } else { "other" }) x="260" y=(at * 26 + 12) width=(wide(file.rows)) height="8" {}
                    text x=(266 + wide((*old).max(file.rows))) y=(at * 26 + 16) {
                        (grouped(*old)) @if *old == file.rows { " =" } @else { " → " (grouped(file.rows)) }
                    }
                }
            }
        }
    }
}

/// What lies in the delivery besides standard files: nobody's, unless somebody knows it.
fn others(facts: &Facts<'_>, name: &str) -> Markup {
    let (others, lang) = (&facts.result.others, facts.lang);
    if others.is_empty() {
        return html! {};
    }
    let caption = format!("{} ({name})", words::OTHERS.get(lang));
    html! {
        h3 { (words::OTHERS.get(lang)) }
        (table("files", &caption, html! {
            thead { tr { (column(common::PATH.get(lang))) (numbers(common::BYTES.get(lang))) (column(words::KNOWN.get(lang))) (column(common::NOTES.get(lang))) } }
            tbody {
                @for other in others.iter().take(ON_SHEET) {
                    tr {
                        th scope="row" { (code(&other.path)) } (number(other.bytes))
                        td { (if other.known { words::KNOWN_YES } else { words::KNOWN_NO }.get(lang)) } td.fill {}
                    }
                }
            }
        }))
    }
}

fn decisions(facts: &Facts<'_>, desk: &Desk<'_>, name: &str) -> Markup {
    let lang = facts.lang;
    let caption = format!("{} ({name})", words::DECIDE.get(lang));
    let cases = |of: &[(usize, &utsushi_delivery::verification::FindingGroup)]| -> u64 {
        of.iter().map(|(_, group)| group.count).sum()
    };
    html! {
        h3 {
            (words::DECIDE.get(lang)) " "
            span.total { (words::kinds(desk.groups.len() as u64, cases(&desk.groups), lang)) }
        }
        @if desk.groups.is_empty() {
            p { (words::NO_DESK_FINDINGS.get(lang)) }
        } @else {
            (table("decisions", &caption, html! {
                thead { tr {
                    (numbers(common::NUMBER.get(lang))) (column(common::SEVERITY.get(lang))) (column(common::WHAT.get(lang)))
                    (column(common::PLACE.get(lang))) (numbers(common::COUNT.get(lang)))
                    @if facts.before.is_some() { (column(words::LAST.get(lang))) }
                    (column(common::DECISION.get(lang))) (column(common::OWNER.get(lang))) (column(common::DUE.get(lang)))
                } }
                tbody {
                    @for (at, group) in desk.groups.iter().take(ON_SHEET) {
                        tr {
                            td.number { @if *at <= LISTED { a href=(format!("#finding-{at}")) { (at) } } @else { (at) } }
                            td { span class=(format!("severity {}", group.severity)) { (words::severity(&group.severity).get(lang)) } }
                            th scope="row" { (code(&group.code)) " " (title(&group.code, &group.title, lang)) }
                            td { (place(&group.file_name, &group.file, &group.item, lang)) }
                            (number(group.count))
                            @if let Some((was, change)) = facts.was(group) {
                                td { (grouped(was)) " " span.change { (words::change(change).get(lang)) } }
                            }
                            td.choices { @for choice in common::DECISIONS { span { "□ " (choice.get(lang)) } } }
                            td.fill {} td.fill {}
                        }
                    }
                }
            }))
            @if desk.groups.len() > ON_SHEET {
                p { (words::left_out((desk.groups.len() - ON_SHEET) as u64, cases(&desk.groups[ON_SHEET..]), lang)) " " (words::MORE_ON_DESK.get(lang)) }
            }
        }
    }
}

fn signatures(name: &str, lang: Lang) -> Markup {
    use utsushi_delivery::verification::Decision;
    let caption = format!("{} ({name})", words::SIGN.get(lang));
    html! {
        div.sign {
            h3 { (words::SIGN.get(lang)) }
            p.choices {
                (words::DESK_VERDICT.get(lang)) ": "
                @for decision in [Decision::Accept, Decision::Conditional, Decision::Refuse] {
                    span { "□ " (words::decision(decision).get(lang)) } " "
                }
            }
            (table("signatures", &caption, html! {
                thead { tr { @for title in [common::ROLE, common::OFFICE, common::NAME, common::DATE, common::NOTES] { (column(title.get(lang))) } } }
                tbody { @for role in words::ROLES { tr { th scope="row" { (role.get(lang)) } td {} td {} td {} td {} } } }
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::{hopeless, verification};

    #[test]
    fn a_difference_has_a_sign_and_an_unknown_count_none() {
        assert_eq!([signed(3, 3), signed(3, 5), signed(1_005, 5)], ["0", "+2", "−1,000"]);
        assert_eq!(difference(None, 5).into_string(), "<td class=\"number\"></td>");
    }

    #[test]
    fn the_total_is_known_only_where_every_file_says() {
        let result = verification();
        let facts = Facts::new(&result, None);
        let texts: Vec<String> = facts.desks().iter().map(|desk| sheet(&facts, desk).into_string()).collect();
        assert!(
            texts[0].contains("<tr class=\"sum\"><th scope=\"row\">計</th><td class=\"number\">1,012</td>")
        );
        assert!(texts[1].contains("<tr class=\"sum\"><th scope=\"row\">計</th><td class=\"number\"></td>"));
        assert!(texts[0].contains("−2 <span class=\"check\">✗"));
        assert!(texts[1].contains("納品なし"));
        assert!(texts[2].contains("memo.txt"));
    }

    #[test]
    fn every_finding_has_room_for_a_decision_an_owner_and_a_day() {
        let result = verification();
        let facts = Facts::new(&result, None);
        let text = sheet(&facts, &facts.desks()[0]).into_string();
        assert_eq!(text.matches("□ 修正依頼").count(), facts.desks()[0].groups.len());
        assert!(!text.contains("=cmd"), "the sheet holds no value of the data");
    }

    #[test]
    fn a_sheet_that_cannot_hold_all_says_where_the_rest_is() {
        let result = hopeless(300, 10);
        let facts = Facts::new(&result, None);
        let text = sheet(&facts, &facts.desks()[0]).into_string();
        assert!(text.contains("このほかに 100 種、1,000 件") && text.contains("report.xlsx"));
    }
}
