//! Which characters were written as others, and how far gaiji are identified.

use super::parts::{code, column, number, numbers, section, table};
use crate::facts::Facts;
use crate::words;
use maud::{Markup, html};
use utsushi_delivery::CharacterChange;
use utsushi_findings::Lang;

/// More lines than this are read in the manifest or the workbook.
const SHOWN: usize = 500;

pub(super) fn characters(facts: &Facts<'_>, lang: Lang) -> Markup {
    let characters = &facts.manifest.characters;
    let mut changes: Vec<&CharacterChange> = characters.changes.iter().collect();
    changes.sort_by_key(|change| (std::cmp::Reverse(change.count), change.from.clone(), change.to.clone()));
    let all: u64 = changes.iter().map(|change| change.count).sum();
    section(
        "characters",
        words::CHARACTERS,
        lang,
        html! {
            dl.facts {
                dt { (words::REPERTOIRE.get(lang)) } dd { (code(&characters.repertoire)) }
                @if let Some(version) = &characters.gj_version {
                    dt { (words::GJ_VERSION.get(lang)) } dd { (version) }
                }
                @if !characters.shrink.is_empty() {
                    dt { (words::SHRINK.get(lang)) } dd { (characters.shrink.join(" → ")) }
                }
                @if let Some(gaiji) = &characters.gaiji {
                    dt { (words::GAIJI_IDENTIFIED.get(lang)) } dd { (gaiji.identified) }
                    dt { (words::GAIJI_PENDING.get(lang)) } dd { (gaiji.pending) }
                    dt { (words::GAIJI_REJECTED.get(lang)) } dd { (gaiji.rejected) }
                }
            }
            @if changes.is_empty() {
                p { (words::NO_CHANGES.get(lang)) }
            } @else {
                p.rule { (words::changes(changes.len() as u64, all, lang)) }
                (table("characters", words::CHARACTERS.get(lang), html! {
                    thead {
                        tr {
                            @for title in [words::CHARACTER_FROM, words::VENDOR_CODE, words::CHARACTER_TO, words::RELATION] {
                                (column(title.get(lang)))
                            }
                            (numbers(words::COUNT.get(lang)))
                        }
                    }
                    tbody {
                        @for change in changes.iter().take(SHOWN) {
                            tr {
                                th scope="row" { (written(&change.from)) " " (code(&change.from)) }
                                td { (change.vendor_code.as_deref().unwrap_or("")) }
                                td { (written(&change.to)) " " (code(&change.to)) }
                                td { (change.relation) }
                                (number(change.count))
                            }
                        }
                    }
                }))
                @if changes.len() > SHOWN {
                    p { (words::MORE_CHANGES.get(lang)) }
                }
            }
        },
    )
}

/// The characters that `U+9089 U+E0119` names; private ones have no glyph that means anything here.
fn written(points: &str) -> Markup {
    let characters = points.split(' ').filter_map(|point| {
        let number = u32::from_str_radix(point.strip_prefix("U+")?, 16).ok()?;
        char::from_u32(number).filter(|c| !utsushi_text::is_private_use(*c) && !utsushi_text::is_control(*c))
    });
    let text: String = characters.collect();
    html! { @if !text.is_empty() { span lang="ja" { (text) } } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};

    #[test]
    fn every_change_is_shown_with_both_characters_and_its_count() {
        let page = crate::html(&manifest(), &overview(), Lang::En);
        let (_, part) = page.split_once("id=\"characters\"").unwrap();
        for text in ["邉", "U+9089 U+E0119", "U+E000", "F040", "tsuchi5202", "1,234"] {
            assert!(part.contains(text), "{text}");
        }
        assert_eq!(written("U+E000").into_string(), "");
        assert_eq!(written("nonsense").into_string(), "");
    }
}
