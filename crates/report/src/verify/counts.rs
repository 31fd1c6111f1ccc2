//! 支援措置, gaiji and images in numbers: what a lost flag or a lost glyph shows in.

use super::facts::Facts;
use super::words;
use crate::number::grouped;
use crate::page::parts::{code, column, japanese, numbers, section, table};
use maud::{Markup, html};
use utsushi_findings::{Both, Lang};

/// A line: what, how many, whether more than none is an alarm.
type Line = (Both, Option<u64>, bool);

pub(super) fn counts(facts: &Facts<'_>) -> Markup {
    let (result, lang) = (facts.result, facts.lang);
    let (support, gaiji, images) = (&result.support, &result.gaiji, &result.images);
    let there = |is: bool| if is { words::DELIVERED } else { words::NOT_DELIVERED };
    let support_lines: [Line; 4] = [
        (words::LEDGER_ROWS, Some(support.ledger_rows), false),
        (words::ACTIVE_ROWS, Some(support.active_rows), false),
        (words::WITHOUT_FLAG, Some(support.without_flag), true),
        (words::WITHOUT_LEDGER, Some(support.without_ledger), true),
    ];
    let gaiji_lines: [Line; 5] = [
        (words::GAIJI_LISTED, Some(gaiji.listed), false),
        (words::GAIJI_CODES, Some(gaiji.codes), false),
        (words::GAIJI_USES, Some(gaiji.uses), false),
        (words::GAIJI_UNLISTED, Some(gaiji.unlisted), true),
        (words::GAIJI_NO_GLYPH, gaiji.without_glyph, true),
    ];
    let looked = |count: u64| images.compared.then_some(count);
    let image_lines: [Line; 5] = [
        (words::IMAGES_LISTED, Some(images.listed), false),
        (words::IMAGES_DELIVERED, looked(images.delivered), false),
        (words::IMAGES_MISSING, looked(images.missing), true),
        (words::IMAGES_UNLISTED, looked(images.unlisted), true),
        (words::IMAGES_DIFFERING, looked(images.differing), true),
    ];
    section(
        "counts",
        words::COUNTS,
        lang,
        html! {
            div.pair.three {
                (block(words::SUPPORT, Some((words::LEDGER, there(support.ledger_delivered))), &support_lines, words::UNKNOWN, lang, html! {
                    @for (file, count) in &support.flagged {
                        tr {
                            th scope="row" { (words::FLAGGED.get(lang)) ": " (japanese(name(facts, file), lang)) " " (code(file)) }
                            td.number { (grouped(*count)) }
                        }
                    }
                    tr { th scope="row" { (words::LEDGER_OF_SECTION.get(lang)) } td.fill {} }
                }))
                (block(words::GAIJI, Some((words::GAIJI_LIST, there(gaiji.list_delivered))), &gaiji_lines, words::GLYPHS_NOT_LOOKED, lang, html! {}))
                (block(words::IMAGES, None, &image_lines, words::IMAGES_NOT_LOOKED, lang, html! {}))
            }
        },
    )
}

fn name<'a>(facts: &Facts<'a>, file: &str) -> &'a str {
    facts.result.files.iter().find(|known| known.file == file).map_or("", |known| &known.name)
}

fn block(
    title: Both,
    list: Option<(Both, Both)>,
    lines: &[Line],
    not_looked: Both,
    lang: Lang,
    more: Markup,
) -> Markup {
    html! {
        div {
            h3 { (title.get(lang)) }
            (table("totals", title.get(lang), html! {
                thead { tr { (column(crate::words::WHAT.get(lang))) (numbers(crate::words::COUNT.get(lang))) } }
                tbody {
                    @if let Some((name, state)) = list { tr { th scope="row" { (name.get(lang)) } td.number { (state.get(lang)) } } }
                    @for (name, count, alarm) in lines {
                        tr {
                            th scope="row" { (name.get(lang)) }
                            @match count {
                                None => { td.unlooked { (not_looked.get(lang)) } }
                                Some(count) if *alarm && *count > 0 => { td.number.wrong { "✕ " (grouped(*count)) } }
                                Some(count) => { td.number { (grouped(*count)) } }
                            }
                        }
                    }
                    (more)
                }
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::testing::verification;

    #[test]
    fn what_was_not_looked_at_is_not_told_as_none() {
        let result = verification();
        let text = counts(&Facts::new(&result, None)).into_string();
        assert!(text.contains(words::GLYPHS_NOT_LOOKED.ja) && text.contains(words::IMAGES_NOT_LOOKED.ja));
        assert!(text.contains("<td class=\"number wrong\">✕ 1</td>"), "a lost flag is an alarm");
    }
}
