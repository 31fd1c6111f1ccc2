//! `utsushi layout diff`.

use super::args::Diff;
use crate::{Exit, say};
use std::fmt::Write;
use std::path::{Component, Path};
use utsushi_findings::{Lang, Problem, Problems, problem};
use utsushi_layout::{Change, Library, Standard, diff, standard_names};
use utsushi_report::{layout_diff_csv, layout_diff_html};
use utsushi_store::write_file;

pub(super) fn run(arguments: &Diff, lang: Lang) -> Result<Exit, Problems> {
    let (old, new) = (load(&arguments.old)?, load(&arguments.new)?);
    let found = diff(&old, &new);
    if let Some(out) = &arguments.out {
        let names = (arguments.old.as_str(), arguments.new.as_str());
        let bytes = match out.extension().and_then(|extension| extension.to_str()) {
            Some("csv") => layout_diff_csv(&found).into_bytes(),
            Some("html" | "htm") => layout_diff_html(&found, names, lang).into_bytes(),
            _ => {
                return Err(problem!("--out は .csv か .html です", "--out is a .csv or .html file")
                    .at(out)
                    .into());
            }
        };
        write_file(out, &bytes, arguments.overwrite)?;
    }
    say::out(text(&found, lang));
    Ok(if found.is_empty() { Exit::Yes } else { Exit::No })
}

/// A standard of the binary, or the folder of one.
fn load(name: &str) -> Result<Standard, Problems> {
    if standard_names().iter().any(|known| known == name) && !Path::new(name).exists() {
        return Library::Embedded.load(name);
    }
    let path = Path::new(name);
    let normal = path.components().next_back().filter(|part| matches!(part, Component::Normal(_)));
    let (Some(Component::Normal(last)), true) = (normal, path.is_dir()) else {
        // The library's own words: what there is, and what is nearest.
        return match path.exists() {
            true => Err(not_a_standard(path).into()),
            false => Library::Embedded.load(name),
        };
    };
    let root = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    match path.join("standard.toml").is_file() {
        true => Library::Folder(root.to_owned()).load(&last.to_string_lossy()),
        false => Err(not_a_standard(path).into()),
    }
}

fn not_a_standard(path: &Path) -> Problem {
    problem!("標準のフォルダーではありません", "is not the folder of a standard")
        .at(path)
        .help("standard.toml のあるフォルダーを指定してください", "name the folder that holds standard.toml")
}

fn text(found: &utsushi_layout::Diff, lang: Lang) -> String {
    let mut out = String::new();
    for (id, name) in &found.removed {
        let _ = writeln!(out, "- {id}  {name}");
    }
    for (id, name) in &found.added {
        let _ = writeln!(out, "+ {id}  {name}");
    }
    for file in &found.changed {
        let _ = write!(out, "~ {}  {}", file.file, file.name);
        if let Some((id, name)) = &file.was {
            let _ = write!(out, "  ({} {id} {name})", lang.pick("旧", "was"));
        }
        out.push('\n');
        for item in &file.items {
            let _ = match &item.change {
                Change::Added => write!(out, "    + {}", item.item),
                Change::Removed => write!(out, "    - {}", item.item),
                Change::Renamed { from, alike, .. } => {
                    write!(out, "    ~ {from} → {} ({} {alike} %)", item.item, lang.pick("類似", "alike"))
                }
                Change::Attributes(_) => write!(out, "    ~ {}", item.item),
            };
            if let Change::Attributes(attributes) | Change::Renamed { attributes, .. } = &item.change {
                for (name, was, is) in attributes {
                    let _ = write!(out, "  {name}: {} → {}", shown(was), shown(is));
                }
            }
            out.push('\n');
        }
    }
    let items = |wanted: fn(&Change) -> bool| {
        found.changed.iter().flat_map(|file| &file.items).filter(|item| wanted(&item.change)).count()
    };
    let (added, removed) = (items(|c| *c == Change::Added), items(|c| *c == Change::Removed));
    let renamed = items(|c| matches!(c, Change::Renamed { .. }));
    let changed = items(|c| matches!(c, Change::Attributes(_)));
    let (new, gone) = (found.added.len(), found.removed.len());
    let _ = match (found.is_empty(), lang) {
        (true, Lang::Ja) => writeln!(out, "違いはありません"),
        (true, Lang::En) => writeln!(out, "no differences"),
        (false, Lang::Ja) => writeln!(
            out,
            "ファイル: 追加 {new}、削除 {gone}。項目: 追加 {added}、削除 {removed}、改名 {renamed}、変更 {changed}"
        ),
        (false, Lang::En) => writeln!(
            out,
            "files: {new} added, {gone} removed; items: {added} added, {removed} removed, {renamed} renamed, {changed} changed"
        ),
    };
    out
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "∅" } else { text }
}
