//! Where on a sheet the tables stand: found by their titles, never by fixed cells.

use super::profile::{Meaning, Profile, is_one, plain};
use super::sheet::Sheet;
use std::collections::BTreeMap;

/// What a table lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Items of a file, or of several.
    Items,
    /// The files of the business.
    Files,
    /// Values of code tables.
    Codes,
}

/// A table on a sheet.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub kind: Kind,
    /// The lowest row of its titles.
    pub header: usize,
    /// The first row after its last.
    pub end: usize,
    /// Columns of items and files.
    pub columns: BTreeMap<Meaning, usize>,
    /// Columns of codes: table, value, name.
    pub codes: [Option<usize>; 3],
    /// What stands beside a label for the file above the table, or the last line alone above it: text and cell.
    pub caption: Option<(String, (usize, usize))>,
}

/// How many rows above a table may name it.
const CAPTION: usize = 8;

/// The tables of a sheet, from above.
pub(super) fn tables(sheet: &Sheet, profile: &Profile) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut row = 0;
    while row < sheet.rows() {
        match header(sheet, row, profile) {
            Some((table, height)) => {
                row += height;
                // The same titles again, at the top of a printed page, go on with the table above.
                let again = tables.last().is_some_and(|last| {
                    last.columns == table.columns && last.codes == table.codes && last.kind == table.kind
                });
                let caption =
                    caption(sheet, row - height, tables.last().map_or(0, |last| last.header + 1), profile);
                if let Some(last) = tables.last_mut() {
                    last.end = last.end.min(caption.as_ref().map_or(row - height, |caption| caption.1.0));
                }
                if !(again && caption.is_none() && table.kind != Kind::Items) {
                    tables.push(Table { caption, ..table });
                }
            }
            None => row += 1,
        }
    }
    tables
}

/// A row of titles, or two rows of them, at `row`.
fn header(sheet: &Sheet, row: usize, profile: &Profile) -> Option<(Table, usize)> {
    let one = titles(sheet, &[row], profile);
    let two = titles(sheet, &[row, row + 1], profile);
    let count = |table: &Option<Table>| {
        table.as_ref().map_or(0, |table| table.columns.len() + table.codes.iter().flatten().count())
    };
    // A second row of titles says at least two things; one word of the first line of data may be a title by chance.
    let known = |row: usize| -> std::collections::BTreeSet<Meaning> {
        (0..sheet.columns()).filter_map(|column| profile.column(sheet.cell(row, column))).collect()
    };
    if count(&two) > count(&one) && !known(row).is_empty() && known(row + 1).len() >= 2 {
        return two.map(|table| (Table { header: row + 1, ..table }, 2));
    }
    one.map(|table| (table, 1))
}

fn titles(sheet: &Sheet, rows: &[usize], profile: &Profile) -> Option<Table> {
    let mut columns = BTreeMap::new();
    let mut codes = [None; 3];
    for column in 0..sheet.columns() {
        // The lower title is the nearer one.
        for row in rows.iter().rev() {
            let title = sheet.cell(*row, column);
            if let Some(meaning) = profile.column(title)
                && !columns.contains_key(&meaning)
            {
                columns.insert(meaning, column);
                break;
            }
        }
        for row in rows.iter().rev() {
            let is = profile.code_column(sheet.cell(*row, column));
            // A title may be said of two columns (コード): the first free place it fits.
            let place = (0..3).find(|place| is[*place] && codes[*place].is_none());
            if let Some(place) = place {
                codes[place] = Some(column);
                break;
            }
        }
    }
    let has = |meaning| columns.contains_key(&meaning);
    let sized = has(Meaning::Kind) || has(Meaning::Digits) || has(Meaning::Bytes);
    let kind = if has(Meaning::Item) && sized {
        Kind::Items
    } else if codes[1].is_some() && codes[2].is_some() && codes[1] != codes[2] {
        Kind::Codes
    } else if has(Meaning::File)
        && (has(Meaning::Description) || has(Meaning::Number) || has(Meaning::Revision))
    {
        Kind::Files
    } else {
        return None;
    };
    if kind != Kind::Codes {
        codes = [None; 3];
    } else {
        columns.clear();
    }
    Some(Table { kind, header: rows[0], end: sheet.rows(), columns, codes, caption: None })
}

/// What names the table that begins at `row`; nothing above `from` is looked at.
fn caption(sheet: &Sheet, row: usize, from: usize, profile: &Profile) -> Option<(String, (usize, usize))> {
    let first = row.saturating_sub(CAPTION).max(from);
    for above in (first..row).rev() {
        if let Some(found) = labelled_in_row(sheet, above, &profile.labels.file) {
            return Some(found);
        }
    }
    // A line by itself: 「住民情報ファイル」.
    for above in (first..row).rev() {
        let mut cells: Vec<usize> =
            (0..sheet.columns()).filter(|column| !sheet.cell(above, *column).is_empty()).collect();
        cells.dedup_by_key(|column| sheet.cell(above, *column));
        if let [column] = cells.as_slice() {
            let text = bare(sheet.cell(above, *column));
            if profile.words.file_endings.iter().any(|ending| text.ends_with(ending.as_str())) {
                return Some((text, (above, *column)));
            }
        }
    }
    None
}

/// The value beside one of the labels in a row: 「移行ファイル名: 住民情報」 or two cells.
pub(super) fn labelled_in_row(
    sheet: &Sheet,
    row: usize,
    labels: &[String],
) -> Option<(String, (usize, usize))> {
    for column in 0..sheet.columns() {
        let text = sheet.cell(row, column);
        if let Some((label, value)) = text.split_once([':', '：'])
            && is_one(label, labels)
            && !value.trim().is_empty()
        {
            return Some((value.trim().to_owned(), (row, column)));
        }
        if is_one(text.trim_end_matches([':', '：']), labels) {
            let value = (column + 1..sheet.columns()).find(|at| {
                let value = sheet.cell(row, *at);
                !value.is_empty() && value != text
            });
            if let Some(at) = value
                && !is_one(sheet.cell(row, at), labels)
            {
                return Some((sheet.cell(row, at).to_owned(), (row, at)));
            }
        }
    }
    None
}

/// A name without its numbering and marks: 「(3) ■住民情報ファイル」 → 住民情報ファイル.
pub(super) fn bare(text: &str) -> String {
    let text = text.trim();
    let numbering = |c: char| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || ('①'..='⑳').contains(&c)
            || ".-_()（）．、・■□◆◇●○【】[]# 　".contains(c)
    };
    text.trim_start_matches(numbering).trim_end_matches(['】', ']', ' ', '　']).to_owned()
}

/// A file's name as it is compared: without numbering and without what lists and sheets add or leave out.
pub(super) fn file_name(text: &str, endings: &[String]) -> String {
    let text = plain(&bare(text));
    let ending =
        endings.iter().filter(|ending| text.ends_with(ending.as_str())).max_by_key(|ending| ending.len());
    match ending {
        Some(ending) if text.len() > ending.len() => text[..text.len() - ending.len()].to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Profile {
        Profile::load("chukan").unwrap()
    }

    #[test]
    fn a_table_of_items_is_found_wherever_it_stands() {
        let sheet = Sheet::of(
            "住民",
            &[
                &["中間標準レイアウト"],
                &["", "移行ファイル名", "", "住民情報ファイル"],
                &[],
                &["", "項番", "データ項目名", "型", "桁数"],
                &["", "1", "宛名番号", "9", "15"],
            ],
        );
        let found = tables(&sheet, &profile());
        let [table] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((table.kind, table.header, table.columns[&Meaning::Item]), (Kind::Items, 3, 2));
        assert_eq!(table.caption.as_ref().unwrap().0, "住民情報ファイル");
    }

    #[test]
    fn titles_in_two_rows_are_one_header_and_no_data_is_eaten() {
        let sheet = Sheet::of(
            "x",
            &[
                &["No.", "項目名", "属性", "属性", "備考"],
                &["No.", "項目名", "型", "桁数", "備考"],
                &["1", "氏名", "N", "40", ""],
            ],
        );
        let found = tables(&sheet, &profile());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].header, found[0].columns[&Meaning::Digits]), (1, 3));
    }

    #[test]
    fn several_files_on_a_sheet_are_several_tables() {
        let sheet = Sheet::of(
            "一覧",
            &[
                &["(1) 住民情報ファイル"],
                &["項目名", "桁数"],
                &["氏名", "40"],
                &["(2) 世帯情報ファイル"],
                &["項目名", "桁数"],
                &["世帯番号", "15"],
            ],
        );
        let found = tables(&sheet, &profile());
        let captions: Vec<_> =
            found.iter().map(|table| (table.caption.as_ref().unwrap().0.as_str(), table.end)).collect();
        assert_eq!(captions, [("住民情報ファイル", 3), ("世帯情報ファイル", 6)]);
    }

    #[test]
    fn code_tables_and_file_lists_are_told_apart() {
        let kinds = |rows: &[&[&str]]| {
            tables(&Sheet::of("x", rows), &profile()).iter().map(|t| t.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&[&["コード名", "コード", "名称"]]), [Kind::Codes]);
        assert_eq!(kinds(&[&["No.", "移行ファイル名", "説明"]]), [Kind::Files]);
        assert_eq!(kinds(&[&["版", "日付", "内容"]]), []);
        assert_eq!(file_name("(3) 住民情報ファイル", &profile().words.file_endings), "住民");
    }
}
