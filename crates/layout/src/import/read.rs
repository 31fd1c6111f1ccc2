//! One workbook: its business, files, items and code tables, with the cell each came from.

use super::profile::{Meaning, is_one, plain};
use super::sheet::{Sheet, cell_name};
use super::size::{self, Size};
use super::tables::{self, Kind, Table, bare, file_name};
use super::{Import, ImportRemark, Why, remark, shown};
use std::path::Path;
use utsushi_findings::{Problem, problem};

/// A business as workbooks describe it.
#[derive(Debug)]
pub(super) struct Business {
    pub number: u32,
    pub files: Vec<File>,
    pub codes: Vec<Codes>,
    pub workbooks: Vec<String>,
}

/// A file as a sheet describes it.
#[derive(Debug)]
pub(super) struct File {
    pub name: String,
    pub description: String,
    pub items: Vec<Item>,
}

/// A line of a table of items.
#[derive(Debug)]
pub(super) struct Item {
    pub number: Option<u32>,
    pub name: String,
    pub size: Size,
    pub bytes: Option<u32>,
    pub required: bool,
    pub key: bool,
    pub code: String,
    pub description: String,
    pub workbook: String,
    pub place: String,
}

/// A code table.
#[derive(Debug)]
pub(super) struct Codes {
    pub name: String,
    pub entries: Vec<(String, String)>,
    pub place: String,
}

impl Business {
    pub fn merge(&mut self, other: Business) {
        for file in other.files {
            match self.files.iter_mut().find(|known| known.name == file.name) {
                Some(known) => known.items.extend(file.items),
                None => self.files.push(file),
            }
        }
        self.codes.extend(other.codes);
        self.workbooks.extend(other.workbooks);
    }
}

/// Reads one workbook.
pub(super) fn workbook(
    path: &Path,
    import: &Import<'_>,
    remarks: &mut Vec<ImportRemark>,
) -> Result<Business, Problem> {
    let sheets = super::sheet::read(path)?;
    let name = shown(path);
    let number = match import.business {
        Some(number) => number,
        None => business(&name, &sheets, import).ok_or_else(|| {
            problem!("どの業務の仕様書か分かりません", "does not say which business it specifies")
                .at(path)
                .help(
                    "--business に業務番号を指定してください (例: --business 1)",
                    "say its number: --business 1",
                )
        })?,
    };
    let mut reader = Reader {
        import,
        workbook: &name,
        remarks,
        business: Business { number, files: Vec::new(), codes: Vec::new(), workbooks: vec![name.clone()] },
        described: Vec::new(),
    };
    for sheet in &sheets {
        reader.sheet(sheet);
    }
    let Reader { mut business, described, .. } = reader;
    let endings = &import.profile.words.file_endings;
    for file in &mut business.files {
        let key = file_name(&file.name, endings);
        if let Some((_, text)) = described.iter().find(|(name, _)| file_name(name, endings) == key) {
            file.description.clone_from(text);
        }
    }
    if business.files.is_empty() {
        return Err(problem!("項目の表が見つかりません", "has no table of items").at(path).help(
            "見出し (項目名・型・桁数) の書き方をプロファイルに加えるか、--profile を変えてください",
            "add how it titles its columns to the profile, or choose another with --profile",
        ));
    }
    Ok(business)
}

/// The number of the business: from a labelled cell, a sheet or the file's name, by number or name.
fn business(name: &str, sheets: &[Sheet], import: &Import<'_>) -> Option<u32> {
    let known = &import.from.1.businesses;
    let by_text = |text: &str| {
        let text = plain(text);
        let named =
            known.iter().filter(|business| business.number > 0 && text.contains(&plain(&business.name)));
        named.max_by_key(|business| business.name.len()).map(|business| business.number)
    };
    let labelled = sheets.iter().find_map(|sheet| {
        (0..sheet.rows().min(60))
            .find_map(|row| tables::labelled_in_row(sheet, row, &import.profile.labels.business))
            .and_then(|(text, _)| by_text(&text))
    });
    let in_sheets = || sheets.iter().find_map(|sheet| by_text(&sheet.name));
    let in_cells = || {
        sheets.iter().take(3).find_map(|sheet| {
            (0..sheet.rows().min(20))
                .find_map(|row| (0..sheet.columns()).find_map(|column| by_text(sheet.cell(row, column))))
        })
    };
    let numbered = || {
        let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
        let number = digits.parse().ok()?;
        known.iter().any(|business| business.number == number && number > 0).then_some(number)
    };
    labelled.or_else(|| by_text(name)).or_else(in_sheets).or_else(in_cells).or_else(numbered)
}

struct Reader<'a, 'b> {
    import: &'a Import<'a>,
    workbook: &'a str,
    remarks: &'b mut Vec<ImportRemark>,
    business: Business,
    /// Files that a list names, with what it says of them.
    described: Vec<(String, String)>,
}

impl Reader<'_, '_> {
    fn note(&mut self, sheet: &Sheet, row: usize, column: usize, ja: String, en: String) {
        let place = format!("[{}]!{}", sheet.name, cell_name(row, column));
        self.remarks.push(remark(Why::NotUnderstood, self.workbook, place, ja, en));
    }

    fn sheet(&mut self, sheet: &Sheet) {
        let profile = self.import.profile;
        let tables = tables::tables(sheet, profile);
        if tables.is_empty() {
            let skipped = profile.skip.sheets.iter().any(|word| plain(&sheet.name).contains(&plain(word)));
            let filled = (0..sheet.rows())
                .filter(|row| (0..sheet.columns()).any(|column| !sheet.cell(*row, column).is_empty()))
                .count();
            if !skipped && filled > 0 {
                self.note(
                    sheet,
                    0,
                    0,
                    format!("見出しの分かる表がないシートです ({filled} 行)"),
                    format!("a sheet without a table whose titles are known ({filled} rows)"),
                );
            }
            return;
        }
        let several = tables.iter().filter(|table| table.kind == Kind::Items).count() > 1;
        for table in &tables {
            match table.kind {
                Kind::Items => self.items(sheet, table, several),
                Kind::Files => self.files(sheet, table),
                Kind::Codes => self.codes(sheet, table),
            }
        }
    }

    fn files(&mut self, sheet: &Sheet, table: &Table) {
        let at = |meaning| table.columns.get(&meaning).copied();
        let Some(column) = at(Meaning::File) else { return };
        for row in table.header + 1..table.end {
            let name = sheet.cell(row, column);
            if !name.is_empty() && !sheet.is_continued(row, column) {
                let text = at(Meaning::Description).map_or("", |column| sheet.cell(row, column));
                self.described.push((bare(name), text.to_owned()));
            }
        }
    }

    fn file(&mut self, name: &str) -> usize {
        let name = bare(name);
        let endings = &self.import.profile.words.file_endings;
        let key = file_name(&name, endings);
        let files = &mut self.business.files;
        match files.iter().position(|file| file_name(&file.name, endings) == key) {
            Some(index) => index,
            None => {
                files.push(File { name, description: String::new(), items: Vec::new() });
                files.len() - 1
            }
        }
    }

    fn items(&mut self, sheet: &Sheet, table: &Table, several: bool) {
        let at = |meaning| table.columns.get(&meaning).copied();
        let cell = |row: usize, meaning| at(meaning).map_or("", |column| sheet.cell(row, column));
        let Some(item_column) = at(Meaning::Item) else { return };
        if table.caption.is_none() && at(Meaning::File).is_none() && several {
            self.note(
                sheet,
                table.header,
                item_column,
                "表の上にファイルの名前がありません。シートの名前をファイルの名前とします".into(),
                "nothing above the table names its file; the sheet's name is taken".into(),
            );
        }
        let mut file = String::new();
        for row in table.header + 1..table.end {
            let named = cell(row, Meaning::File);
            if !named.is_empty() {
                file = named.to_owned();
            }
            let name = sheet.cell(row, item_column).replace(['\n', '\r'], "");
            if sheet.is_continued(row, item_column) {
                continue;
            }
            let used = [Meaning::Kind, Meaning::Digits, Meaning::Bytes];
            let sized = used.iter().any(|meaning| !cell(row, *meaning).is_empty());
            if name.is_empty() {
                if let Some(meaning) = used.iter().find(|meaning| !cell(row, **meaning).is_empty()) {
                    let column = at(*meaning).unwrap_or(item_column);
                    self.note(
                        sheet,
                        row,
                        column,
                        "項目名のない行です".into(),
                        "a line with a type or size and no item name".into(),
                    );
                }
                continue;
            }
            // The titles again, at the top of a printed page.
            if self.import.profile.column(&name) == Some(Meaning::Item) {
                continue;
            }
            if !sized {
                self.note(
                    sheet,
                    row,
                    item_column,
                    format!("「{name}」に型も桁数もなく、項目としませんでした"),
                    format!("\"{name}\" has neither type nor size and was not taken as an item"),
                );
                continue;
            }
            let item = self.item(sheet, row, table, name);
            let file = match (file.is_empty(), &table.caption) {
                (false, _) => file.clone(),
                (true, Some((caption, _))) => caption.clone(),
                (true, None) => sheet.name.clone(),
            };
            let index = self.file(&file);
            let items = &mut self.business.files[index].items;
            if items.iter().any(|known| known.name == item.name) {
                let name = item.name;
                self.note(
                    sheet,
                    row,
                    item_column,
                    format!("項目「{name}」が二度あります。後の行は取り込みませんでした"),
                    format!("the item \"{name}\" stands twice; the later line was left out"),
                );
                continue;
            }
            items.push(item);
        }
    }

    fn item(&mut self, sheet: &Sheet, row: usize, table: &Table, name: String) -> Item {
        let profile = self.import.profile;
        let at = |meaning| table.columns.get(&meaning).copied();
        let cell = |meaning| at(meaning).map_or("", |column| sheet.cell(row, column));
        let place = format!("[{}]!{}", sheet.name, cell_name(row, at(Meaning::Item).unwrap_or(0)));
        let mut not_understood = |meaning, text: &str| {
            let column = at(meaning).unwrap_or(0);
            self.note(
                sheet,
                row,
                column,
                format!("「{text}」が読めません"),
                format!("cannot read \"{text}\""),
            );
        };
        let mut size = size::kind(cell(Meaning::Kind), profile).unwrap_or_else(|()| {
            not_understood(Meaning::Kind, cell(Meaning::Kind));
            Size::default()
        });
        match size::digits(cell(Meaning::Digits)) {
            Ok(found) => {
                size.kind = size.kind.or(found.kind);
                size.digits = found.digits.or(size.digits);
                size.decimals = size.decimals.max(found.decimals);
                size.signed |= found.signed;
            }
            Err(()) => not_understood(Meaning::Digits, cell(Meaning::Digits)),
        }
        let mut number = |meaning| {
            let text = plain(cell(meaning));
            if text.is_empty() || text == "-" {
                return None;
            }
            let number = text.trim_end_matches(['桁', 'b']).trim_end_matches("バイト").parse::<u32>().ok();
            if number.is_none() {
                not_understood(meaning, cell(meaning));
            }
            number
        };
        let bytes = number(Meaning::Bytes).filter(|bytes| *bytes > 0);
        if let Some(decimals) = number(Meaning::Decimals).filter(|decimals| *decimals <= 18) {
            size.decimals = size.decimals.max(decimals);
        }
        let listed = number(Meaning::Number).filter(|number| *number > 0);
        let yes = |text: &str| is_one(text, &profile.words.yes);
        Item {
            number: listed,
            name,
            size,
            bytes,
            required: yes(cell(Meaning::Required)),
            key: yes(cell(Meaning::Key))
                || plain(cell(Meaning::Key)).parse::<u32>().is_ok_and(|order| order > 0),
            code: cell(Meaning::Code).to_owned(),
            description: cell(Meaning::Description).replace(['\n', '\r'], " "),
            workbook: self.workbook.to_owned(),
            place,
        }
    }

    fn codes(&mut self, sheet: &Sheet, table: &Table) {
        let [names, Some(values), Some(meanings)] = table.codes else { return };
        let mut current =
            table.caption.as_ref().map_or_else(|| bare(&sheet.name), |(caption, _)| caption.clone());
        for row in table.header + 1..table.end {
            if let Some(column) = names
                && !sheet.cell(row, column).is_empty()
            {
                current = bare(sheet.cell(row, column));
            }
            let (value, name) = (plain_value(sheet.cell(row, values)), sheet.cell(row, meanings));
            if value.is_empty() && name.is_empty() || sheet.is_continued(row, values) {
                continue;
            }
            let range = value.contains(['~', '〜', '～']) || value.chars().any(char::is_whitespace);
            if value.is_empty() || range || value.chars().count() > 20 {
                let shown = sheet.cell(row, values).to_owned();
                self.note(
                    sheet,
                    row,
                    values,
                    format!("コード値「{shown}」が読めません"),
                    format!("cannot read the code value \"{shown}\""),
                );
                continue;
            }
            let place = format!("[{}]!{}", sheet.name, cell_name(row, values));
            let codes = &mut self.business.codes;
            let at = codes.iter().position(|codes| codes.name == current).unwrap_or_else(|| {
                codes.push(Codes { name: current.clone(), entries: Vec::new(), place });
                codes.len() - 1
            });
            if codes[at].entries.iter().any(|(known, _)| *known == value) {
                let table = current.clone();
                self.note(
                    sheet,
                    row,
                    values,
                    format!("コード表「{table}」に値「{value}」が二度あります"),
                    format!("the code table \"{table}\" has the value \"{value}\" twice"),
                );
                continue;
            }
            codes[at].entries.push((value, name.replace(['\n', '\r'], " ")));
        }
    }
}

/// A code value in half width; its case stays.
fn plain_value(text: &str) -> String {
    let mut plain = String::new();
    utsushi_text::ascii_to_half_width(text.trim(), &mut plain);
    plain
}
