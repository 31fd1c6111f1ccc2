//! Who may be the same person, in figures: nobody is named here.

use super::parts::{code, column, number, numbers, section, table};
use crate::facts::Facts;
use crate::number::grouped;
use crate::words;
use maud::{Markup, html};
use utsushi_delivery::CountOf;
use utsushi_findings::{Both, Lang};

pub(super) fn persons(facts: &Facts<'_>, lang: Lang) -> Markup {
    let Some(same) = &facts.manifest.same_person else { return html! {} };
    let figures = [
        (words::PERSONS_COMPARED, same.persons),
        (words::PAIRS_LISTED, same.listed),
        (words::PAIR_GROUPS, same.groups),
        (words::PAIR_CONFLICTS, same.conflicts),
        (words::PAIRS_PROTECTED, same.protected),
        (words::PAIRS_NOT_LISTED, same.not_listed),
    ];
    section(
        "same-person",
        words::SAME_PERSON,
        lang,
        html! {
            p.rule { (words::SAME_PERSON_RULE.get(lang)) }
            dl.facts {
                @for (title, count) in figures {
                    dt { (title.get(lang)) } dd { (grouped(count)) }
                }
                @if let Some(decided) = &same.decisions {
                    dt { (words::PERSON_DECISIONS.get(lang)) }
                    dd {
                        (grouped(decided.same)) " / " (grouped(decided.different)) " / " (grouped(decided.later)) " / "
                        (grouped(decided.doubts)) " / " (grouped(decided.crosswalk))
                    }
                }
            }
            (counts(words::PAIR_BANDS, words::SCORE_FROM, &same.bands, lang))
            (counts(words::PAIR_REASONS, words::PAIR_REASON, &same.reasons, lang))
            (counts(words::PAIRS_NOT_COMPARED, words::PAIR_REASON, &same.not_compared, lang))
        },
    )
}

fn counts(title: Both, of: Both, counts: &[CountOf], lang: Lang) -> Markup {
    if counts.is_empty() {
        return html! {};
    }
    table(
        "counts",
        title.get(lang),
        html! {
            thead { tr { (column(of.get(lang))) (numbers(words::COUNT.get(lang))) } }
            tbody {
                @for one in counts {
                    tr { th scope="row" { (code(&one.name)) } (number(one.count)) }
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};
    use utsushi_delivery::SamePerson;

    #[test]
    fn the_section_is_there_only_where_the_same_person_was_looked_for() {
        let (mut manifest, overview) = (manifest(), overview());
        assert_eq!(persons(&Facts::new(&manifest, &overview), Lang::En).into_string(), "");
        let reasons = vec![CountOf { name: "birth".into(), count: 7 }];
        manifest.same_person = Some(SamePerson { listed: 1_234, reasons, ..SamePerson::default() });
        let page = persons(&Facts::new(&manifest, &overview), Lang::En).into_string();
        assert!(page.contains("1,234") && page.contains("birth"));
    }
}
