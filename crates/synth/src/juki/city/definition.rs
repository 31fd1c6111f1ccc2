//! The source definition of a vendor file, written from its sheet: what the generator writes and what the definition
//! says cannot differ.

use super::sheet::{COUNT_BYTES, Column, DATA, DELETED, Group, HEADER, Kind, Sheet, TRAILER, TYPE};
use crate::juki::Format;
use std::fmt::Write;

/// The source definition of a sheet in one form.
pub(crate) fn source(sheet: &Sheet, format: Format) -> String {
    let mut out = String::new();
    let form = match format {
        Format::Csv => "CSV",
        Format::Fixed => "固定長",
    };
    // Writing to a string cannot fail.
    let _ = writeln!(out, "# {}: {}。旧システムから出した{form}です。\n", sheet.name, sheet.title);
    match format {
        Format::Csv => csv(sheet, &mut out),
        Format::Fixed => fixed(sheet, &mut out),
    }
    if sheet.at(DELETED).is_some() {
        let _ = write!(
            out,
            "\n# 旧システムで消された (論理削除の) レコード\n[deleted]\nfield = \"{DELETED}\"\nvalues = [\"1\"]\n"
        );
    }
    out
}

fn types(sheet: &Sheet, out: &mut String) {
    for (value, name) in sheet.types {
        let _ = writeln!(out, "\"{value}\" = \"{name}\"");
    }
}

fn csv(sheet: &Sheet, out: &mut String) {
    out.push_str(
        "format = \"csv\"\n# Windows の Shift_JIS\ncharset = \"cp932\"\nquote = \"when-needed\"\nline_end = \"auto\"\n\
         # 見出しが1行。列の順が変わっても項目名で対応付けます\nheader = 1\nheader_names = \"match\"\n\nfields = [\n",
    );
    for name in sheet.headings() {
        let _ = writeln!(out, "  \"{name}\",");
    }
    out.push_str("]\n");
    if sheet.typed() {
        let _ = writeln!(out, "\n[record_type]\nfield = \"{TYPE}\"\n\n[record_type.values]");
        types(sheet, out);
    }
    if let Some(group) = &sheet.group {
        let _ = writeln!(out, "\n# 1レコードに{}回まで\n[[group]]\nname = \"{}\"\n", group.times, group.name);
        out.push_str("[group.fields]\n");
        for column in group.columns {
            let names: Vec<String> =
                (1..=group.times).map(|nth| format!("\"{}{nth}\"", column.name)).collect();
            let _ = writeln!(out, "\"{}\" = [{}]", column.name, names.join(", "));
        }
    }
}

fn fixed(sheet: &Sheet, out: &mut String) {
    let line_end = if sheet.line_ends { "crlf" } else { "none" };
    let _ = writeln!(
        out,
        "format = \"fixed\"\ncharset = \"cp932\"\n# 改行を除くバイト数\nrecord_length = {}\nline_end = \"{line_end}\"\n\
         # 全角の項目は 8140、半角の項目は 20 で埋めてあります\npadding = \"both\"\n\n\
         [record_type]\nat = 1\nbytes = {}\n\n[record_type.values]\n\"{HEADER}\" = \"header\"",
        sheet.record_bytes(),
        DATA.len(),
    );
    if sheet.typed() {
        types(sheet, out);
    } else {
        let _ = writeln!(out, "\"{DATA}\" = \"データ\"");
    }
    let _ = writeln!(
        out,
        "\"{TRAILER}\" = \"trailer\"\n\n# トレーラーの件数\n[trailer]\ncount_at = 3\ncount_bytes = {COUNT_BYTES}"
    );
    let mut at = if sheet.typed() { 1 } else { 1 + DATA.len() };
    for column in sheet.columns {
        let _ = write!(out, "\n[[field]]\nname = \"{}\"\nat = {at}\n", column.name);
        field(column, out);
        at += column.bytes;
    }
    if let Some(group) = &sheet.group {
        fixed_group(group, at, out);
    }
}

fn fixed_group(group: &Group, at: usize, out: &mut String) {
    let bytes: usize = group.columns.iter().map(|column| column.bytes).sum();
    let _ = writeln!(
        out,
        "\n[[group]]\nname = \"{}\"\nat = {at}\ntimes = {}\nbytes = {bytes}",
        group.name, group.times
    );
    let mut at = 1;
    for column in group.columns {
        let _ = write!(out, "\n[[group.field]]\nname = \"{}\"\nat = {at}\n", column.name);
        field(column, out);
        at += column.bytes;
    }
}

fn field(column: &Column, out: &mut String) {
    let _ = writeln!(out, "bytes = {}", column.bytes);
    match column.kind {
        Kind::Date => out.push_str("zero_is_blank = true\n"),
        Kind::Zoned => out.push_str("kind = \"zoned\"\nblank_is_zero = true\n"),
        Kind::Half | Kind::Wide => {}
    }
}
