//! The catalogue as people read it: one code, or the whole reference page.

use crate::{CATALOGUE, Entry, Lang};
use std::fmt::Write;

/// What `utsushi explain CODE` prints.
pub fn explain(entry: &Entry, lang: Lang) -> String {
    let mut out = String::new();
    let label = |ja, en| lang.pick(ja, en);
    let _ = writeln!(out, "{}  {}\n", entry.id, entry.title.get(lang));
    let _ = writeln!(out, "{}\n", entry.explanation.get(lang));
    let _ = writeln!(out, "{}: {}", label("重大度", "Severity"), entry.severity.name());
    let _ = writeln!(out, "{}: {}", label("既定の扱い", "Default action"), entry.disposition.name());
    let _ = writeln!(out, "{}: {}", label("メッセージ", "Message"), entry.message.get(lang));
    let _ = writeln!(out, "{}: {}", label("どうするか", "What to do"), entry.advice.get(lang));
    if !entry.source.is_empty() {
        let _ = writeln!(out, "{}: {}", label("根拠", "Source"), entry.source);
    }
    out
}

/// The reference page, in Markdown: `docs/findings.md` and `docs/findings.ja.md`.
pub fn reference_page(lang: Lang) -> String {
    let mut out = String::new();
    out.push_str(lang.pick(
        "# 指摘コード一覧\n\n`utsushi explain --all` が作るページです。手で直さないでください。\n",
        "# Finding codes\n\nMade by `utsushi explain --all`; do not edit by hand.\n",
    ));
    let mut group = None;
    for entry in CATALOGUE {
        if group != Some(entry.group) {
            group = Some(entry.group);
            let _ = write!(out, "\n## {}\n", entry.group.title().get(lang));
        }
        let _ = write!(out, "\n### {} {}\n\n", entry.id, entry.title.get(lang));
        let _ = write!(out, "{}\n\n", entry.explanation.get(lang));
        let _ = writeln!(
            out,
            "- {}: `{}`, {}: `{}`",
            lang.pick("重大度", "severity"),
            entry.severity.name(),
            lang.pick("既定の扱い", "default action"),
            entry.disposition.name()
        );
        let _ = writeln!(out, "- {}: {}", lang.pick("メッセージ", "message"), entry.message.get(lang));
        let _ = writeln!(out, "- {}: {}", lang.pick("どうするか", "what to do"), entry.advice.get(lang));
        if !entry.source.is_empty() {
            let _ = writeln!(out, "- {}: {}", lang.pick("根拠", "source"), entry.source);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_pages_in_docs_are_the_catalogue() {
        for (lang, name) in [(Lang::En, "findings.md"), (Lang::Ja, "findings.ja.md")] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
            let page = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
            assert!(
                page == reference_page(lang),
                "{name} is stale: utsushi explain --all --lang {}",
                lang.name()
            );
        }
    }
}
