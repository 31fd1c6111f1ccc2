//! `utsushi layout pages`: the reference pages of the layouts, in Markdown.

use super::args::Pages;
use crate::{Exit, say};
use std::fmt::Write;
use utsushi_findings::{Lang, Problems};
use utsushi_layout::{Business, Standard};
use utsushi_store::{RunFolder, write_small};

pub(super) fn run(arguments: &Pages, lang: Lang) -> Result<Exit, Problems> {
    let standard = arguments.which.load()?;
    let index = match lang {
        Lang::Ja => "README.ja.md",
        Lang::En => "README.md",
    };
    let folder = RunFolder::create(&arguments.out, false, index)?;
    write_small(&folder, index, self::index(&standard, lang).as_bytes())?;
    for business in &standard.businesses {
        let text = page(&standard, business, lang);
        write_small(&folder, &name(business, lang), text.as_bytes())?;
    }
    folder.finish()?;
    let count = standard.businesses.len();
    let out = arguments.out.display();
    say::out(lang.pick(
        &format!("{out} に {count} 業務のページを書きました\n"),
        &format!("wrote the pages of {count} businesses to {out}\n"),
    ));
    Ok(Exit::Yes)
}

fn name(business: &Business, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}.ja.md", business.folder()),
        Lang::En => format!("{}.md", business.folder()),
    }
}

fn index(standard: &Standard, lang: Lang) -> String {
    let mut out = format!("# {}\n\n", standard.title);
    out.push_str(lang.pick(
        "`utsushi layout pages --lang ja` が layouts/ から作ったページです。手で直さないでください。公式の仕様書ではありません。\
         「出典」の読み方は [layouts/README.md](../../layouts/README.md) にあります。\n\n\
         | 業務 | ファイル | 項目 | 根拠 |\n| --- | ---: | ---: | --- |\n",
        "Made from layouts/ by `utsushi layout pages --lang en`; do not edit by hand. None of this is the official text; \
         [layouts/README.md](../../layouts/README.md) says how to read `source`.\n\n\
         | business | files | items | basis |\n| --- | ---: | ---: | --- |\n",
    ));
    let (mut files, mut items) = (0, 0);
    for business in &standard.businesses {
        let count: usize = business.files.iter().map(|file| file.items.len()).sum();
        let basis = business.files.first().map_or("", |file| file.basis.as_str());
        let _ = writeln!(
            out,
            "| [{:02} {}]({}) | {} | {count} | {basis} |",
            business.number,
            business.name,
            name(business, lang),
            business.files.len()
        );
        files += business.files.len();
        items += count;
    }
    let _ = writeln!(out, "| **{}** | **{files}** | **{items}** | |", lang.pick("計", "total"));
    out
}

/// A cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn page(standard: &Standard, business: &Business, lang: Lang) -> String {
    let mut out = format!(
        "# {:02} {}\n\n[{}]({})\n",
        business.number,
        business.name,
        standard.title,
        match lang {
            Lang::Ja => "README.ja.md",
            Lang::En => "README.md",
        }
    );
    for file in &business.files {
        let _ = write!(out, "\n## {} {}\n\n", file.id(), file.name);
        if !file.description.is_empty() {
            let _ = writeln!(out, "{}\n", file.description);
        }
        out.push_str(lang.pick(
            "| 項番 | 項目 | slug | 型 | 桁 | | コード | 出典 | 備考 |\n| ---: | --- | --- | --- | ---: | --- | --- | --- | --- |\n",
            "| no. | item | slug | type | digits | | codes | source | notes |\n| ---: | --- | --- | --- | ---: | --- | --- | --- | --- |\n",
        ));
        for item in &file.items {
            let flags: String = [(item.key, 'K'), (item.required, 'R'), (item.sensitive, 'S')]
                .iter()
                .filter(|f| f.0)
                .map(|f| f.1)
                .collect();
            let digits = match item.decimals {
                0 => item.digits.to_string(),
                decimals => format!("{},{decimals}", item.digits),
            };
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {digits} | {flags} | {} | {} | {} |",
                item.number,
                cell(&item.name),
                item.slug,
                item.kind.name(),
                item.code_table.as_deref().unwrap_or(""),
                cell(&item.source),
                cell(&item.notes)
            );
        }
    }
    out
}
