//! Small pieces that every part of the page uses.

use crate::number::grouped;
use crate::visible::visible;
use crate::words;
use maud::{Markup, html};
use utsushi_findings::{Both, Lang};

/// A part of the page with its heading; `id` is what links name.
pub(crate) fn section(id: &str, title: Both, lang: Lang, content: Markup) -> Markup {
    let heading = format!("{id}-title");
    html! {
        section id=(id) aria-labelledby=(heading) {
            h2 id=(heading) { (title.get(lang)) }
            (content)
        }
    }
}

/// A table that scrolls sideways by itself on a narrow screen, and can be reached by keyboard to do so.
pub(crate) fn table(class: &str, caption: &str, content: Markup) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-label=(caption) {
            table class=(class) {
                caption { (caption) }
                (content)
            }
        }
    }
}

/// The heading of a column.
pub(crate) fn column(title: &str) -> Markup {
    html! { th scope="col" { (title) } }
}

/// The heading of a column of numbers.
pub(crate) fn numbers(title: &str) -> Markup {
    html! { th.number scope="col" { (title) } }
}

/// A cell with a number.
pub(crate) fn number(number: u64) -> Markup {
    html! { td.number { (grouped(number)) } }
}

/// A cell with a number that may not be there.
pub(crate) fn maybe(count: Option<u64>) -> Markup {
    html! { td.number { (count.map(grouped).unwrap_or_default()) } }
}

/// Text of the standard or of the data: Japanese, whatever the page's language.
pub(crate) fn japanese(text: &str, lang: Lang) -> Markup {
    let text = visible(text);
    match lang {
        Lang::Ja => html! { (text) },
        Lang::En => html! { span lang="ja" { (text) } },
    }
}

/// A path, a code or a digest.
pub(crate) fn code(text: &str) -> Markup {
    html! { code { bdi { (visible(text)) } } }
}

/// Where the parts of the page are.
pub(super) fn contents(lang: Lang) -> Markup {
    let parts = [
        ("account", words::ACCOUNT),
        ("inputs", words::INPUTS),
        ("findings", words::FINDINGS),
        ("characters", words::CHARACTERS),
        ("totals", words::TOTALS),
        ("basis", words::BASIS),
        ("outputs", words::OUTPUTS),
        ("signatures", words::SIGNATURES),
    ];
    html! {
        nav aria-label=(words::CONTENTS.get(lang)) {
            ul {
                @for (id, title) in parts {
                    li { a href=(format!("#{id}")) { (title.get(lang)) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{manifest, overview};

    #[test]
    fn every_link_of_the_contents_leads_somewhere() {
        let page = crate::html(&manifest(), &overview(), Lang::Ja);
        let links: Vec<&str> =
            page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(links.len() >= 8);
        for link in links {
            assert_eq!(page.matches(&format!(" id=\"{link}\"")).count(), 1, "{link}");
        }
    }

    #[test]
    fn an_absent_number_is_an_empty_cell_and_not_a_zero() {
        assert_eq!(maybe(None).into_string(), "<td class=\"number\"></td>");
        assert_eq!(maybe(Some(1_000)).into_string(), "<td class=\"number\">1,000</td>");
    }
}
