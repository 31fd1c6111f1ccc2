//! `utsushi layout list`.

use super::args::List;
use crate::{Exit, say};
use serde_json::json;
use std::fmt::Write;
use utsushi_findings::{Lang, Problems, did_you_mean, problem};
use utsushi_layout::{Business, Standard};

pub(super) fn run(arguments: &List, lang: Lang) -> Result<Exit, Problems> {
    let standard = arguments.which.load()?;
    let businesses: Vec<&Business> = match &arguments.business {
        Some(name) => vec![business(&standard, name)?],
        None => standard.businesses.iter().collect(),
    };
    say::out(match arguments.json {
        true => json(&standard, &businesses),
        false => text(&standard, &businesses, arguments.business.is_some(), lang),
    });
    Ok(Exit::Yes)
}

fn business<'a>(standard: &'a Standard, name: &str) -> Result<&'a Business, Problems> {
    let called = |business: &&Business| {
        business.slug == name
            || business.name == name
            || business.folder() == name
            || name.parse() == Ok(business.number)
    };
    standard.businesses.iter().find(called).ok_or_else(|| {
        let known = standard.businesses.iter().flat_map(|business| [business.slug.as_str(), &business.name]);
        problem!("業務「{name}」はありません", "there is no business \"{name}\"")
            .suggest(did_you_mean(name, known))
            .into()
    })
}

fn items(business: &Business) -> usize {
    business.files.iter().map(|file| file.items.len()).sum()
}

fn text(standard: &Standard, businesses: &[&Business], files: bool, lang: Lang) -> String {
    let mut out = format!("{} ({}: {})\n", standard.title, lang.pick("根拠", "basis"), standard.basis);
    for business in businesses {
        let (count, items) = (business.files.len(), items(business));
        let _ = match lang {
            Lang::Ja => writeln!(
                out,
                "{:<14} {count:>3} ファイル {items:>5} 項目  {}",
                business.folder(),
                business.name
            ),
            Lang::En => writeln!(
                out,
                "{:<14} {count:>3} files {items:>5} items  {}",
                business.folder(),
                business.name
            ),
        };
        for file in business.files.iter().filter(|_| files) {
            let _ = writeln!(out, "  {:<40} {:>3}  {}", file.id(), file.items.len(), file.name);
        }
    }
    if !files {
        let (count, items) = (standard.files().count(), businesses.iter().map(|b| items(b)).sum::<usize>());
        let businesses = businesses.iter().filter(|business| business.number > 0).count();
        let _ = match lang {
            Lang::Ja => writeln!(out, "{businesses} 業務と共通、{count} ファイル、{items} 項目"),
            Lang::En => {
                writeln!(out, "{businesses} businesses and the common files: {count} files, {items} items")
            }
        };
    }
    out
}

fn json(standard: &Standard, businesses: &[&Business]) -> String {
    let businesses: Vec<_> = businesses
        .iter()
        .map(|business| {
            let files: Vec<_> = business
                .files
                .iter()
                .map(|file| {
                    json!({
                        "file": file.id(), "name": file.name, "description": file.description,
                        "basis": file.basis, "items": file.items.len(), "rules": file.rules.len(),
                    })
                })
                .collect();
            json!({ "number": business.number, "slug": business.slug, "name": business.name, "files": files })
        })
        .collect();
    let all = json!({
        "standard": standard.name, "title": standard.title, "basis": standard.basis, "businesses": businesses,
    });
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}
