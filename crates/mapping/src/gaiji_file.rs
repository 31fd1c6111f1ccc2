//! A project's gaiji table: a CSV in which people say what each private character of the old system is.

use crate::csv_table::{Told, decode, read};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use utsushi_findings::{Problem, Problems, did_you_mean, problem};
use utsushi_text::gaiji::{Gaiji, GaijiStatus, GaijiTable, parse_vendor_code, vendor_code};
use utsushi_text::mj::{Glyph, GlyphNumber, spelled};
use utsushi_text::{Charset, GjTable, is_private_use};

/// The columns, in English and in Japanese, in the order in which they are written. `code` and `status` have to be there.
pub const GAIJI_COLUMNS: [(&str, &str); 13] = [
    ("code", "外字コード"),
    ("status", "同定状況"),
    ("mj", "MJ文字図形名"),
    ("koseki", "戸籍統一文字番号"),
    ("juki_net", "住基ネット統一文字コード"),
    ("toki", "登記統一文字番号"),
    ("ucs", "UCS"),
    ("gj", "行政事務標準文字図形名"),
    ("substitute", "代替文字"),
    ("strokes", "画数"),
    ("who", "同定者"),
    ("when", "同定年月日"),
    ("note", "備考"),
];

const CODE: usize = 0;
const STATUS: usize = 1;
const MJ: usize = 2;
const KOSEKI: usize = 3;
const JUKI_NET: usize = 4;
const TOKI: usize = 5;
const UCS: usize = 6;
const GJ: usize = 7;
const SUBSTITUTE: usize = 8;
const STROKES: usize = 9;

/// The cells of one gaiji, in the order of [`GAIJI_COLUMNS`].
pub type GaijiCells = [String; GAIJI_COLUMNS.len()];

/// A gaiji table as it lies on disk, validated.
#[derive(Debug, Default, Clone)]
pub struct GaijiFile {
    rows: BTreeMap<char, (GaijiCells, Gaiji)>,
    japanese: bool,
}

impl GaijiFile {
    /// Reads a table. `gj` is the project's table of GJ glyphs, if it has one.
    ///
    /// # Errors
    /// Everything that is wrong, each with its line: a table in another charset than UTF-8 (a spreadsheet that writes CP932
    /// has already put ? for IVS and for 𠮷, so such a table is not read), unknown or missing columns, a code that is no gaiji or
    /// stands twice, numbers that nobody has, numbers of different glyphs, an unregistered IVS, an identified gaiji without a
    /// glyph, a glyph without a code (19 glyphs of MJ) and without a substitute.
    pub fn from_csv(path: &Path, bytes: &[u8], gj: Option<&GjTable>) -> Result<GaijiFile, Problems> {
        let text = decode(path, bytes, Charset::Utf8).map_err(|problem| {
            let mut text = String::new();
            match Charset::Cp932.decode_into(bytes, &mut text) {
                Ok(_) => problem!("外字表が CP932 (Shift_JIS) です", "the gaiji table is in CP932 (Shift_JIS)")
                    .at(path)
                    .help(
                        "CP932 では IVS や 𠮷 が ? になって失われます。表計算ソフトで「CSV UTF-8」として保存し直し、? になった文字がないか確かめてください",
                        "in CP932 an IVS or 𠮷 is lost as ?; save it as \"CSV UTF-8\" and look for characters that have become ?",
                    ),
                Err(_) => problem.help("UTF-8 で保存し直してください", "save it as UTF-8"),
            }
        })?;
        let mut places = [None; GAIJI_COLUMNS.len()];
        let mut japanese = false;
        let header = |names: &[&str]| {
            (places, japanese) = columns(names)?;
            Ok(())
        };
        let mut lines = Vec::new();
        let row = |cells: &[&str], line: u64, _: &mut Told<'_>| {
            lines.push((cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>(), line));
        };
        read(path, &text, header, row)?;
        let mut told = Told::new(path);
        let mut file = GaijiFile { rows: BTreeMap::new(), japanese };
        let mut seen: HashMap<char, u64> = HashMap::new();
        for (cells, line) in lines {
            let cells: GaijiCells =
                places.map(|place| place.and_then(|at: usize| cells.get(at).cloned()).unwrap_or_default());
            if cells.iter().all(String::is_empty) {
                continue;
            }
            let Some(code) = parse_vendor_code(&cells[CODE]) else {
                let code = &cells[CODE];
                let said =
                    problem!("「{code}」は外字コードではありません", "\"{code}\" is no code of a gaiji")
                        .help(
                            "CP932 の外字領域 F040〜F9FC の16進か、U+E000 のような私用領域のコードを書きます",
                            "write a cell F040–F9FC of CP932 in hex, or a private character as U+E000",
                        );
                told.push(said, line);
                continue;
            };
            if let Some(first) = seen.insert(code, line) {
                let code = vendor_code(code);
                told.push(
                    problem!(
                        "外字 {code} は {first} 行目にもあります",
                        "the gaiji {code} stands on line {first} too"
                    ),
                    line,
                );
                continue;
            }
            match gaiji(&cells, gj) {
                Ok(gaiji) => {
                    file.rows.insert(code, (cells, gaiji));
                }
                Err(problems) => problems.iter().for_each(|problem| told.push(problem.clone(), line)),
            }
        }
        told.finish()?;
        Ok(file)
    }

    /// The table for a run.
    pub fn table(&self) -> GaijiTable {
        self.rows.iter().map(|(code, (_, gaiji))| (*code, gaiji.clone())).collect()
    }

    /// What people wrote about a gaiji.
    pub fn cells(&self, code: char) -> Option<&GaijiCells> {
        self.rows.get(&code).map(|(cells, _)| cells)
    }

    /// Every gaiji, in order of code.
    pub fn codes(&self) -> impl Iterator<Item = char> {
        self.rows.keys().copied()
    }

    /// The same table with other rows put in or replaced, as the CSV it would be; with a byte order mark, for spreadsheets.
    pub fn with(&self, rows: &BTreeMap<char, GaijiCells>) -> String {
        let mut all: BTreeMap<char, &GaijiCells> =
            self.rows.iter().map(|(code, row)| (*code, &row.0)).collect();
        all.extend(rows.iter().map(|(code, cells)| (*code, cells)));
        let names = GAIJI_COLUMNS.map(|(english, japanese)| if self.japanese { japanese } else { english });
        let mut text = format!("\u{feff}{}\r\n", names.join(","));
        for cells in all.values() {
            for (at, cell) in cells.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                match cell.contains([',', '"', '\n', '\r']) {
                    true => text.push_str(&format!("\"{}\"", cell.replace('"', "\"\""))),
                    false => text.push_str(cell),
                }
            }
            text.push_str("\r\n");
        }
        text
    }
}

/// Where each column stands, and whether the names are Japanese.
fn columns(names: &[&str]) -> Result<([Option<usize>; GAIJI_COLUMNS.len()], bool), Problem> {
    let mut places = [None; GAIJI_COLUMNS.len()];
    let mut japanese = false;
    for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let Some(column) = GAIJI_COLUMNS.iter().position(|(english, ja)| english == name || ja == name)
        else {
            let known = GAIJI_COLUMNS.iter().flat_map(|(english, ja)| [*english, *ja]);
            return Err(problem!(
                "外字表に「{name}」という列はありません",
                "a gaiji table has no column \"{name}\""
            )
            .suggest(did_you_mean(name, known)));
        };
        japanese |= GAIJI_COLUMNS[column].1 == *name && column != UCS;
        places[column] = Some(at);
    }
    for column in [CODE, STATUS] {
        if places[column].is_none() {
            let (english, ja) = GAIJI_COLUMNS[column];
            return Err(problem!(
                "列「{ja}」({english}) がありません",
                "the column {english} ({ja}) is missing"
            ));
        }
    }
    Ok((places, japanese))
}

/// What the cells of one line say.
fn gaiji(cells: &GaijiCells, gj: Option<&GjTable>) -> Result<Gaiji, Problems> {
    let mut problems = Problems::default();
    let status = GaijiStatus::from_name(&cells[STATUS]);
    if status.is_none() {
        let value = &cells[STATUS];
        problems.push(
            problem!(
                "同定状況「{value}」は identified・pending・rejected のどれでもありません",
                "status is \"{value}\"; it must be identified, pending or rejected"
            )
            .suggest(did_you_mean(value, GaijiStatus::ALL.iter().map(|status| status.name()))),
        );
    }
    // Every way in which the line names a glyph: its column, the number, what it is written as.
    let mut named: Vec<(usize, Option<Glyph>, Option<String>)> = Vec::new();
    for column in [MJ, KOSEKI, JUKI_NET, TOKI] {
        let cell = &cells[column];
        if cell.is_empty() {
            continue;
        }
        match number(column, cell).and_then(Glyph::numbered) {
            Some(glyph) => named.push((column, Some(glyph), glyph.spelling())),
            None => {
                let name = GAIJI_COLUMNS[column].1;
                problems.push(problem!(
                    "{name}「{cell}」の文字はありません",
                    "there is no glyph whose {name} is \"{cell}\""
                ));
            }
        }
    }
    if !cells[UCS].is_empty() {
        match ucs(&cells[UCS]) {
            Ok(text) => {
                let glyph = spelled(&text).next().and_then(|one| one.glyph);
                named.push((UCS, glyph, Some(text)));
            }
            Err(problem) => problems.push(problem),
        }
    }
    if !cells[GJ].is_empty() {
        let cell = &cells[GJ];
        let found = GjTable::parse_number(cell).map(|number| gj.map(|table| table.character(number)));
        match found {
            Some(Some(Some(character))) => named.push((GJ, None, Some(character.to_string()))),
            Some(None) => problems.push(
                problem!(
                    "「{cell}」を使うには行政事務標準文字の表が要ります",
                    "\"{cell}\" needs a table of 行政事務標準文字"
                )
                .help(
                    "[characters] gj に表のファイルを指定してください",
                    "name its file with [characters] gj",
                ),
            ),
            _ => problems
                .push(problem!("行政事務標準文字「{cell}」はありません", "there is no GJ glyph \"{cell}\"")),
        }
    }
    if let Some((first, rest)) = named.split_first() {
        let same = |other: &(usize, Option<Glyph>, Option<String>)| match (first.1, other.1) {
            (Some(one), Some(two)) => one == two,
            (None, None) => first.2 == other.2,
            _ => false,
        };
        if let Some(other) = rest.iter().find(|other| !same(other)) {
            let [(a, ja), (b, jb)] = [GAIJI_COLUMNS[first.0], GAIJI_COLUMNS[other.0]];
            problems
                .push(problem!("{ja} と {jb} が別の文字を指しています", "{a} and {b} name different glyphs"));
        }
    }
    let substitute = &cells[SUBSTITUTE];
    if substitute.chars().any(is_private_use) {
        problems.push(problem!("代替文字が外字です", "the substitute is itself a gaiji"));
    }
    let spelling = named.iter().find_map(|(_, _, spelling)| spelling.clone());
    if status == Some(GaijiStatus::Identified) && named.is_empty() && substitute.is_empty() {
        problems.push(problem!(
            "identified (同定済み) なのに、どの文字かが書かれていません",
            "is identified, but no column says which glyph it is"
        ));
    } else if status == Some(GaijiStatus::Identified) && spelling.is_none() && substitute.is_empty() {
        problems.push(
            problem!("この文字図形にはコードがありません", "this glyph has no code").help(
                "代替文字 (substitute) を書いてください",
                "say with substitute what is written instead",
            ),
        );
    }
    if !cells[STROKES].is_empty() && cells[STROKES].parse::<u8>().is_err() {
        let cell = &cells[STROKES];
        problems.push(problem!("画数「{cell}」は数ではありません", "strokes \"{cell}\" is no number"));
    }
    problems.finish()?;
    let substitute = (!substitute.is_empty()).then(|| substitute.clone());
    Ok(Gaiji { status: status.unwrap_or(GaijiStatus::Pending), spelling, substitute })
}

/// The number in a column. Spreadsheets take leading zeros away: in a column of its own they are put back.
fn number(column: usize, cell: &str) -> Option<GlyphNumber> {
    let digits = cell.bytes().all(|byte| byte.is_ascii_digit());
    let padded = match column {
        KOSEKI if digits => format!("{cell:0>6}"),
        TOKI if digits => format!("{cell:0>8}"),
        _ => cell.to_owned(),
    };
    let number = GlyphNumber::parse(&padded).ok()?;
    let fits = matches!(
        (column, number),
        (MJ, GlyphNumber::Mj(_))
            | (KOSEKI, GlyphNumber::Koseki(_))
            | (JUKI_NET, GlyphNumber::JukiNet(_))
            | (TOKI, GlyphNumber::Toki(_))
    );
    fits.then_some(number)
}

/// `U+9089`, `U+9089 U+E0119`, `9089 E0119`, or the character itself.
fn ucs(cell: &str) -> Result<String, Problem> {
    let code = |part: &str| {
        let hex = part.strip_prefix("U+").or_else(|| part.strip_prefix("u+")).unwrap_or(part);
        let fits = (4..=6).contains(&hex.len()) && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| u32::from_str_radix(hex, 16).ok()).flatten().and_then(char::from_u32)
    };
    let codes: Option<String> = cell.split([' ', '_']).filter(|part| !part.is_empty()).map(code).collect();
    let text = codes.unwrap_or_else(|| cell.to_owned());
    let units: Vec<_> = spelled(&text).take(2).collect();
    match units.as_slice() {
        [one] if one.text.chars().count() == 2 && one.glyph.is_none() => {
            Err(problem!("「{cell}」は登録のない IVS です", "\"{cell}\" is an unregistered IVS"))
        }
        [one] if !one.text.chars().any(|c| is_private_use(c) || c.is_ascii()) => Ok(text.clone()),
        _ => Err(problem!("「{cell}」は一つの文字ではありません", "\"{cell}\" is not one character")),
    }
}

/// Reads a table of GJ glyphs that the user supplies: a CSV in UTF-8 or CP932 with the columns `gj` (行政事務標準文字図形名,
/// GJ000001 …) and `ucs` (UCS: the private character in hex); other columns are not looked at. `version` is the user's word.
///
/// # Errors
/// Missing columns, numbers and characters of another form, a number or a character twice, each with its line.
pub fn read_gj_table(path: &Path, bytes: &[u8], version: &str) -> Result<GjTable, Problems> {
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let text = decode(path, bytes, if is_utf8 { Charset::Utf8 } else { Charset::Cp932 })?;
    let mut places = (0, 0);
    let header = |names: &[&str]| {
        let find = |english: &str, ja: &str| {
            names.iter().position(|name| *name == english || *name == ja).ok_or_else(|| {
                problem!("列「{ja}」({english}) がありません", "the column {english} ({ja}) is missing")
            })
        };
        places = (find("gj", "行政事務標準文字図形名")?, find("ucs", "UCS")?);
        Ok(())
    };
    let mut lines = Vec::new();
    let row = |cells: &[&str], line: u64, _: &mut Told<'_>| {
        lines.push((cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>(), line));
    };
    read(path, &text, header, row)?;
    let mut told = Told::new(path);
    let (mut glyphs, mut numbers, mut characters) = (Vec::new(), HashMap::new(), HashMap::new());
    for (cells, line) in lines {
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        let (number, code) = (cell(places.0), cell(places.1));
        let hex = code.strip_prefix("U+").unwrap_or(code);
        let character =
            u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).filter(|c| is_private_use(*c));
        match (GjTable::parse_number(number), character) {
            (Some(parsed), Some(character)) => {
                let before = numbers.insert(parsed, line).or(characters.insert(character, line));
                if let Some(first) = before {
                    told.push(
                        problem!(
                            "{number} か {code} は {first} 行目にもあります",
                            "{number} or {code} stands on line {first} too"
                        ),
                        line,
                    );
                }
                glyphs.push(utsushi_text::GjGlyph { number: parsed, character });
            }
            (None, _) => told.push(
                problem!("「{number}」は GJ と6桁ではありません", "\"{number}\" is not GJ with six digits"),
                line,
            ),
            (_, None) => told.push(
                problem!("「{code}」は私用領域の文字ではありません", "\"{code}\" is no private character"),
                line,
            ),
        }
    }
    told.finish()?;
    Ok(GjTable::new(version.to_owned(), glyphs))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<GaijiFile, String> {
        GaijiFile::from_csv(Path::new("gaiji.csv"), text.as_bytes(), None)
            .map_err(|problems| problems.to_string())
    }

    #[test]
    fn a_glyph_may_be_named_by_any_of_its_numbers() {
        let table = table(
            "外字コード,同定状況,MJ文字図形名,戸籍統一文字番号,住基ネット統一文字コード,UCS,代替文字\n\
             F040,同定済み,MJ026191,,,,\nF041,identified,,275870,,,\nF042,identified,,,J+FA19,U+FA19,\n\
             U+E003,identified,,,,9089 E0119,\nF044,pending,,,,,\nF045,identified,MJ014004,,,,夢\n",
        )
        .unwrap();
        let spelling = |code| table.table().get(code).and_then(|gaiji| gaiji.spelling.clone());
        assert_eq!(spelling('\u{E000}').as_deref(), Some("邉\u{E0119}"));
        assert_eq!(spelling('\u{E001}').as_deref(), Some("\u{FA19}"));
        assert_eq!(spelling('\u{E002}').as_deref(), Some("\u{FA19}"));
        assert_eq!(spelling('\u{E003}').as_deref(), Some("邉\u{E0119}"));
        assert_eq!((spelling('\u{E005}'), table.table().of(GaijiStatus::Pending)), (None, 1));
        // What is written back reads as the same table.
        let again =
            GaijiFile::from_csv(Path::new("again.csv"), table.with(&BTreeMap::new()).as_bytes(), None)
                .unwrap();
        assert_eq!(again.with(&BTreeMap::new()), table.with(&BTreeMap::new()));
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let said = table(
            "code,status,mj,koseki,ucs,gj,substitute\n\
             F040,identified,MJ026191,,,,\nF040,pending,,,,,\n889F,pending,,,,,\nF041,maybe,,,,,\n\
             F042,identified,MJ999999,,,,\nF043,identified,MJ026191,275870,,,\nF044,identified,,,845B E0100,,\n\
             F045,identified,,,,,\nF046,identified,MJ014004,,,,\nF047,identified,,,,GJ000001,\n",
        )
        .unwrap_err();
        for part in [
            ":3: the gaiji F040 stands on line 2 too",
            ":4: \"889F\" is no code",
            ":5: status is \"maybe\"",
            ":6: there is no glyph whose MJ文字図形名 is \"MJ999999\"",
            ":7: mj and koseki name different glyphs",
            ":8: \"845B E0100\" is an unregistered IVS",
            ":9: is identified, but no column",
            ":10: this glyph has no code",
            ":11: \"GJ000001\" needs a table",
        ] {
            assert!(said.contains(part), "{part} in {said}");
        }
    }

    #[test]
    fn a_table_in_cp932_is_told_as_such_and_an_unknown_column_by_name() {
        let bytes = b"code,status,note\nF040,pending,\x8E\x52\n";
        let said = GaijiFile::from_csv(Path::new("g.csv"), bytes, None).unwrap_err().to_string();
        assert!(said.contains("is in CP932"), "{said}");
        assert!(table("code,statsu\n").unwrap_err().contains("did you mean \"status\""));
        assert!(table("code,mj\n").unwrap_err().contains("the column status"));
    }
}
