//! Makes `report.html` and `report.xlsx` in the folder of a run, from what lies there:
//! `cargo run -p utsushi-report --example from_run -- OUT [ja|en]`.
//!
//! `findings.csv` holds the first 1,000 cases of each code; the page says so when there were more.

use std::path::Path;
use utsushi_delivery::Manifest;
use utsushi_findings::{Lang, find};
use utsushi_report::{Example, Group, Overview, html, xlsx};

type Failed = Box<dyn std::error::Error>;

fn main() -> Result<(), Failed> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: from_run OUT [ja|en]")?;
    let folder = Path::new(&folder);
    let manifest: Manifest = serde_json::from_slice(&std::fs::read(folder.join("manifest.json"))?)?;
    let lang = arguments.next().unwrap_or_else(|| manifest.lang.clone());
    let lang = Lang::from_name(&lang).ok_or("ja or en")?;
    let overview = overview(&folder.join("findings.csv"), &manifest)?;
    std::fs::write(folder.join("report.html"), html(&manifest, &overview, lang))?;
    let book = xlsx(&manifest, &overview, lang).map_err(|problem| problem.render(lang))?;
    std::fs::write(folder.join("report.xlsx"), book)?;
    Ok(())
}

/// The findings of `path`, grouped.
fn overview(path: &Path, manifest: &Manifest) -> Result<Overview, Failed> {
    let text = std::fs::read(path)?;
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let mut groups: Vec<Group> = Vec::new();
    for row in csv::Reader::from_reader(text).into_records() {
        let row = row?;
        let cell = |index: usize| row.get(index).unwrap_or_default().to_owned();
        let (file, item) = (cell(5), cell(6));
        let code = find(&cell(7)).ok_or("a code that this version does not know")?;
        let same = |group: &Group| group.code == code && group.file == file && group.item == item;
        let index = groups.iter().position(same).unwrap_or_else(|| {
            let layout = manifest.standard.layouts.iter().find(|layout| layout.file == file);
            let file_name = layout.map(|layout| layout.name.clone()).unwrap_or_default();
            groups.push(Group {
                file,
                file_name,
                item,
                code,
                count: 0,
                jobs: Default::default(),
                examples: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[index];
        group.count += 1;
        if group.examples.len() < 5 {
            group.examples.push(Example {
                input: cell(1),
                record: cell(2).parse().unwrap_or(0),
                line: cell(3).parse().unwrap_or(0),
                value: cell(10),
                message: cell(11),
            });
        }
    }
    Ok(Overview { groups })
}
