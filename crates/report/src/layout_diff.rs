//! What differs between two layouts, as a page and as a table.

use crate::page::{document, parts};
use crate::words;
use maud::{Markup, html};
use utsushi_findings::Lang;
use utsushi_layout::{Change, Diff, FileDiff, ItemDiff};

/// The differences as one page of HTML that asks the network for nothing; `names` are what the user called the two.
pub fn layout_diff_html(diff: &Diff, names: (&str, &str), lang: Lang) -> String {
    let title = format!("{}: {} → {}", words::LAYOUT_DIFF.get(lang), names.0, names.1);
    let files = |title, files: &[(String, String)]| {
        html! {
            @if !files.is_empty() {
                (parts::section(title_id(title), title, lang, html! {
                    ul { @for (id, name) in files { li { (id) " " (parts::japanese(name, lang)) } } }
                }))
            }
        }
    };
    let body = html! {
        header { h1 { (title) } }
        main {
            @if diff.is_empty() { p { (words::NO_DIFFERENCES.get(lang)) } }
            (files(words::FILES_REMOVED, &diff.removed))
            (files(words::FILES_ADDED, &diff.added))
            @for file in &diff.changed { (changed(file, lang)) }
        }
    };
    document(&title, body, lang)
}

fn title_id(title: utsushi_findings::Both) -> &'static str {
    if title.en == words::FILES_ADDED.en { "added" } else { "removed" }
}

fn changed(file: &FileDiff, lang: Lang) -> Markup {
    let caption = format!("{} {}", file.file, file.name);
    html! {
        section {
            h2 { (file.file) " " (parts::japanese(&file.name, lang)) }
            @if let Some((id, name)) = &file.was { p { (words::WAS.get(lang)) ": " (id) " " (parts::japanese(name, lang)) } }
            (parts::table("differences", &caption, html! {
                thead { tr {
                    @for title in [words::ITEM, words::WHAT_CHANGED, words::WAS, words::IS] {
                        (parts::column(title.get(lang)))
                    }
                } }
                tbody { @for item in &file.items { @for row in rows(item, lang) {
                    tr {
                        td { (parts::japanese(&item.item, lang)) }
                        td { (row.0) }
                        td { (row.1) }
                        td { (row.2) }
                    }
                } } }
            }))
        }
    }
}

/// One row per thing that differs: what, was, is.
fn rows(item: &ItemDiff, lang: Lang) -> Vec<(String, String, String)> {
    let attributes = |attributes: &[(&'static str, String, String)]| {
        attributes
            .iter()
            .map(|(name, was, is)| ((*name).to_owned(), was.clone(), is.clone()))
            .collect::<Vec<_>>()
    };
    match &item.change {
        Change::Added => vec![(words::ADDED.get(lang).to_owned(), String::new(), item.item.clone())],
        Change::Removed => vec![(words::REMOVED.get(lang).to_owned(), item.item.clone(), String::new())],
        Change::Renamed { from, alike, attributes: more } => {
            let what = format!("{} ({alike} %)", words::RENAMED.get(lang));
            let mut rows = vec![(what, from.clone(), item.item.clone())];
            rows.extend(attributes(more));
            rows
        }
        Change::Attributes(changed) => attributes(changed),
    }
}

/// The differences as CSV with a byte order mark: file, item, slug, what (`added`, `removed`, `renamed` or the
/// attribute), was, is.
pub fn layout_diff_csv(diff: &Diff) -> String {
    let mut lines = vec![["file", "item", "slug", "what", "was", "is"].map(str::to_owned)];
    for (id, name) in &diff.removed {
        lines.push([id, "", "", "removed", name, ""].map(str::to_owned));
    }
    for (id, name) in &diff.added {
        lines.push([id, "", "", "added", "", name].map(str::to_owned));
    }
    for file in &diff.changed {
        if let Some((id, name)) = &file.was {
            let (was, is) = (format!("{id} {name}"), format!("{} {}", file.file, file.name));
            lines.push([file.file.clone(), String::new(), String::new(), "renamed".to_owned(), was, is]);
        }
        for item in &file.items {
            for (what, was, is) in rows(item, Lang::En) {
                let what = what.split(' ').next().unwrap_or_default().to_lowercase();
                lines.push([file.file.clone(), item.item.clone(), item.slug.clone(), what, was, is]);
            }
        }
    }
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for line in &lines {
        // Writing to memory cannot fail, nor is it anything but UTF-8.
        let _ = csv.write_record(line);
    }
    let text = String::from_utf8(csv.into_inner().unwrap_or_default()).unwrap_or_default();
    format!("\u{feff}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff() -> Diff {
        Diff {
            added: vec![("02.new".into(), "新情報".into())],
            removed: vec![],
            changed: vec![FileDiff {
                file: "01.resident".into(),
                name: "住民情報".into(),
                was: None,
                items: vec![
                    ItemDiff {
                        item: "住所<等>".into(),
                        slug: "address".into(),
                        change: Change::Renamed {
                            from: "住所".into(),
                            alike: 67,
                            attributes: vec![("digits", "80".into(), "120".into())],
                        },
                    },
                    ItemDiff { item: "旧項目".into(), slug: "old".into(), change: Change::Removed },
                ],
            }],
        }
    }

    #[test]
    fn the_table_has_a_line_for_each_difference() {
        let text = layout_diff_csv(&diff());
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(
            lines[1..],
            [
                "02.new,,,added,,新情報",
                "01.resident,住所<等>,address,renamed,住所,住所<等>",
                "01.resident,住所<等>,address,digits,80,120",
                "01.resident,旧項目,old,removed,旧項目,",
            ]
        );
    }

    #[test]
    fn the_page_shows_them_as_text() {
        let page = layout_diff_html(&diff(), ("a", "b<c>"), Lang::Ja);
        for part in ["住所&lt;等&gt;", "b&lt;c&gt;", "新情報", "旧項目"] {
            assert!(page.contains(part), "{part}");
        }
        assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("<c>"));
    }
}
