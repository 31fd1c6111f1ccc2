//! What several tests need.

use crate::{Corrections, Mapper, Reference, References, Workspace};
use std::path::Path;
use std::sync::{Arc, LazyLock};
use utsushi_layout::{FileLayout, Library, Rows, Standard};
use utsushi_legacy::{Cutter, Header, Records, SourceDefinition};
use utsushi_text::Charset;

/// A source whose fields are 番号, 値, 日, 区分.
pub(crate) fn source() -> SourceDefinition {
    let text = "format = 'csv'\ncharset = 'utf-8'\nfields = ['番号', '値', '日', '区分']\n";
    SourceDefinition::from_toml(Path::new("s.toml"), text).unwrap()
}

pub(crate) fn standard() -> &'static Standard {
    static STANDARD: LazyLock<Standard> = LazyLock::new(|| Library::Embedded.load("chukan-2.7").unwrap());
    &STANDARD
}

pub(crate) fn layout() -> Arc<FileLayout> {
    Arc::new(standard().file("01.resident").unwrap().clone())
}

/// A reference called `towns` and one called `atena`.
pub(crate) fn references() -> References {
    let mut references = References::new();
    let towns = "code,name,from,to\n001,中央,S300101,H310430\n001,本町,R010501,\n002,,,\n";
    let atena = "旧,新\n1,1001\n2,1002\n3,\n";
    for (name, text) in [("towns", towns), ("atena", atena)] {
        let path = format!("{name}.csv");
        let reference = Reference::from_csv(Path::new(&path), text.as_bytes(), Charset::Utf8).unwrap();
        references.add(name, reference);
    }
    references
}

/// Compiles `[item]` lines, with the key 宛名番号 fed from 番号 unless they feed it.
pub(crate) fn compile(items: &str) -> Result<Mapper, String> {
    let key = if items.contains("宛名番号") { "" } else { "'宛名番号' = { from = '番号' }\n" };
    let text = format!("[item]\n{key}{items}\n[code.sex]\n'男' = '1'\n");
    Mapper::compile_with(Path::new("m.toml"), &text, &source(), standard(), &layout(), &references())
        .map_err(|problems| problems.to_string())
}

/// Maps CSV lines without header; gives the values of `item`, and the findings as code, item and row.
pub(crate) fn map(mapper: &Mapper, lines: &[u8], item: &str) -> (Vec<String>, Vec<(String, usize, u32)>) {
    map_corrected(mapper, lines, item, &Corrections::default())
}

/// As [`map`], with corrections.
pub(crate) fn map_corrected(
    mapper: &Mapper,
    lines: &[u8],
    item: &str,
    corrections: &Corrections,
) -> (Vec<String>, Vec<(String, usize, u32)>) {
    let source = source();
    let layout = layout();
    let mut rows = Rows::new(Arc::clone(&layout), Arc::default());
    let (mut records, mut work) = (Records::default(), Workspace::default());
    let (mut values, mut findings) = (Vec::new(), Vec::new());
    let mut cutter = Cutter::new(lines, &source, 0);
    let index = layout.item_index(item).unwrap();
    while let Some(chunk) = cutter.next_chunk(None).unwrap() {
        records.parse(&source, &Header::default(), &chunk);
        rows.begin(0..records.len() as u32);
        mapper.map_corrected(&chunk, &records, &mut rows, &mut work, corrections);
        values.extend((0..rows.len()).map(|row| rows.column(index).get(row).to_owned()));
        let found = rows.take_findings();
        findings.extend(
            found.iter().map(|finding| (finding.code.id().to_owned(), finding.item.into(), finding.record)),
        );
    }
    (values, findings)
}
