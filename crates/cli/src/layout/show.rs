//! `utsushi layout show`.

use super::args::Show;
use crate::{Exit, say};
use serde_json::json;
use std::fmt::Write;
use utsushi_findings::{Lang, Problem, Problems, did_you_mean, problem};
use utsushi_layout::{FileLayout, Item, Standard};

pub(super) fn run(arguments: &Show, lang: Lang) -> Result<Exit, Problems> {
    let standard = arguments.which.load()?;
    let file = file(&standard, &arguments.file)?;
    say::out(match (arguments.json, arguments.csv) {
        (true, _) => json(&standard, file),
        (_, true) => csv(&standard, file)?,
        _ => text(&standard, file, lang),
    });
    Ok(Exit::Yes)
}

fn file<'a>(standard: &'a Standard, name: &str) -> Result<&'a FileLayout, Problems> {
    let exact = standard.files().find(|file| file.id() == name || file.name == name);
    let mut by_slug = standard.files().filter(|file| file.slug == name);
    // A slug alone is enough where only one business has it.
    exact.or_else(|| by_slug.next().filter(|_| by_slug.next().is_none())).ok_or_else(|| {
        let known: Vec<String> = standard.files().flat_map(|file| [file.id(), file.name.clone()]).collect();
        let problem = problem!("ファイル「{name}」はありません", "there is no file \"{name}\"");
        match did_you_mean(name, known.iter().map(String::as_str)) {
            Some(nearest) => problem.suggest(Some(nearest)),
            None => problem
                .help("utsushi layout list 業務 で一覧が出ます", "utsushi layout list BUSINESS lists them"),
        }
        .into()
    })
}

fn codes<'a>(standard: &'a Standard, item: &Item) -> &'a [(String, String)] {
    item.code_table.as_deref().and_then(|name| standard.code_table(name)).map_or(&[], |table| table.entries())
}

fn text(standard: &Standard, file: &FileLayout, lang: Lang) -> String {
    let mut out = format!("{}  {}  ({}: {})\n", file.id(), file.name, lang.pick("根拠", "basis"), file.basis);
    if !file.description.is_empty() {
        let _ = writeln!(out, "{}", file.description);
    }
    let rules = file.rules.len();
    let items = file.items.len();
    let _ = match lang {
        Lang::Ja => writeln!(out, "{items} 項目、規則 {rules} 件。K キー、R 必須、S 機微\n"),
        Lang::En => writeln!(out, "{items} items, {rules} rules. K key, R required, S sensitive\n"),
    };
    for item in &file.items {
        let flag = |yes: bool, letter: char| if yes { letter } else { ' ' };
        let size = match item.decimals {
            0 => item.digits.to_string(),
            decimals => format!("{},{decimals}", item.digits),
        };
        let _ = writeln!(
            out,
            "{:>4} {}{}{} {:<8}{:>6}  {:<36} {}",
            item.number,
            flag(item.key, 'K'),
            flag(item.required, 'R'),
            flag(item.sensitive, 'S'),
            item.kind.name(),
            size,
            item.slug,
            item.name
        );
        let codes = codes(standard, item);
        if !codes.is_empty() {
            let shown: Vec<String> =
                codes.iter().take(8).map(|(value, name)| format!("{value} {name}")).collect();
            let more = if codes.len() > 8 { " …" } else { "" };
            let _ = writeln!(out, "{:>26}{}{more}", "", shown.join(", "));
        }
    }
    out
}

fn csv(standard: &Standard, file: &FileLayout) -> Result<String, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let said = |error: &dyn std::fmt::Display| {
        problem!("CSV にできません: {error}", "cannot be written as CSV: {error}")
    };
    let head = [
        "number",
        "name",
        "slug",
        "key",
        "required",
        "type",
        "digits",
        "bytes",
        "decimals",
        "codes",
        "role",
        "sensitive",
        "source",
        "notes",
    ];
    writer.write_record(head).map_err(|error| said(&error))?;
    for item in &file.items {
        let yes = |flag: bool| if flag { "yes" } else { "" }.to_owned();
        let codes: Vec<String> =
            codes(standard, item).iter().map(|(value, name)| format!("{value}={name}")).collect();
        let row = [
            item.number.to_string(),
            item.name.clone(),
            item.slug.clone(),
            yes(item.key),
            yes(item.required),
            item.kind.name().to_owned(),
            item.digits.to_string(),
            item.bytes.map(|bytes| bytes.to_string()).unwrap_or_default(),
            item.decimals.to_string(),
            codes.join("; "),
            item.role.clone().unwrap_or_default(),
            yes(item.sensitive),
            item.source.clone(),
            item.notes.clone(),
        ];
        writer.write_record(row).map_err(|error| said(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| said(&error))?;
    Ok(format!("\u{feff}{}", String::from_utf8_lossy(&bytes)))
}

fn json(standard: &Standard, file: &FileLayout) -> String {
    let items: Vec<_> = file
        .items
        .iter()
        .map(|item| {
            let codes: Vec<_> =
                codes(standard, item).iter().map(|(value, name)| json!({ "value": value, "name": name })).collect();
            json!({
                "number": item.number, "name": item.name, "slug": item.slug, "key": item.key,
                "required": item.required, "type": item.kind.name(), "digits": item.digits, "bytes": item.bytes,
                "decimals": item.decimals, "code_table": item.code_table, "codes": codes, "role": item.role,
                "sensitive": item.sensitive, "source": item.source, "notes": item.notes,
            })
        })
        .collect();
    let all = json!({
        "file": file.id(), "name": file.name, "description": file.description, "basis": file.basis, "items": items,
    });
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}
