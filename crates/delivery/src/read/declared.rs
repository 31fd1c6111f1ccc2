//! `delivery.toml`: what a person says of a delivery that does not say it itself, and the draft of one.

use serde::Deserialize;
use std::fmt::Write;
use std::path::Path;
use toml::Spanned;
use utsushi_findings::{Lang, Problem, Problems, from_toml, problem};
use utsushi_layout::FileLayout;
use utsushi_text::Charset;

/// Its name.
pub const DECLARED: &str = "delivery.toml";

/// What `delivery.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// 基準日, `YYYYMMDD`.
    pub base_date: Option<String>,
    /// The standard.
    pub standard: Option<String>,
    /// Code and name of the municipality.
    pub municipality: Option<(String, String)>,
    /// The folder that the paths of 画像索引 start from; empty for the delivery itself.
    pub images: Option<String>,
    /// The folder with the fonts and pictures that 外字一覧 names.
    pub fonts: Option<String>,
    /// Files and how they are read.
    pub files: Vec<DeclaredFile>,
    /// What the receiving side takes.
    pub characters: Option<DeclaredCharacters>,
}

/// `[characters]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredCharacters {
    /// `mj`, `mj-plus`, `cp932` …
    pub repertoire: Option<String>,
    /// For `mj-plus`: the table of 行政事務標準文字, from the folder of `delivery.toml`.
    pub gj: Option<String>,
    /// The version of that table.
    pub gj_version: Option<String>,
}

/// One `[[file]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredFile {
    /// `01.resident`.
    pub layout: String,
    /// One file, or the parts of one.
    pub paths: Vec<String>,
    /// Its charset.
    pub charset: Option<String>,
    /// Its delimiter.
    pub delimiter: Option<String>,
    /// Whether its first line holds names.
    pub header: Option<bool>,
    /// Names of its columns, in order; an empty one is none of the layout's.
    pub columns: Vec<String>,
    /// How many records the old system had.
    pub old_count: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    base_date: Option<Spanned<String>>,
    standard: Option<String>,
    municipality: Option<WrittenMunicipality>,
    images: Option<String>,
    fonts: Option<String>,
    characters: Option<DeclaredCharacters>,
    #[serde(default)]
    file: Vec<WrittenFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMunicipality {
    code: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    layout: Spanned<String>,
    paths: Spanned<Vec<String>>,
    charset: Option<Spanned<String>>,
    delimiter: Option<Spanned<String>>,
    header: Option<bool>,
    #[serde(default)]
    columns: Vec<String>,
    old_count: Option<u64>,
}

impl Declared {
    /// Reads it; `path` is for messages.
    ///
    /// # Errors
    /// All that is wrong with it, with line and column.
    pub fn read(path: &Path, text: &str) -> Result<Declared, Problems> {
        let written: Written = from_toml(path, text)?;
        let mut problems = Problems::default();
        let base_date = written.base_date.and_then(|day| {
            problems.take(day_of(day.get_ref()).map_err(|p| p.at(path).offset(text, day.span().start)))
        });
        let mut files: Vec<DeclaredFile> = Vec::new();
        for file in written.file {
            let at = |problem: Problem, offset: usize| problem.at(path).offset(text, offset);
            let layout = file.layout.get_ref();
            if files.iter().any(|known| known.layout == *layout) {
                let said = problem!(
                    "{layout} が二度あります。分割は一つの paths に並べます",
                    "{layout} stands twice; parts of one file go into one paths"
                );
                problems.push(at(said, file.layout.span().start));
            }
            if file.paths.get_ref().is_empty() {
                let said = problem!("paths が空です", "paths is empty");
                problems.push(at(said, file.paths.span().start));
            }
            if let Some(charset) = &file.charset
                && Charset::from_name(charset.get_ref()).is_none()
                && !charset.get_ref().eq_ignore_ascii_case("utf-16")
            {
                let name = charset.get_ref();
                let said = problem!(
                    "文字コード「{name}」は読めません",
                    "there is no charset \"{name}\" that can be read"
                )
                .help("utf-8・utf-16・cp932・euc-jp など", "utf-8, utf-16, cp932, euc-jp and others");
                problems.push(at(said, charset.span().start));
            }
            if let Some(delimiter) = &file.delimiter
                && !matches!(delimiter.get_ref().as_bytes(), [byte] if byte.is_ascii() && !b"\"\r\n\x1a".contains(byte))
            {
                let said = problem!("delimiter は一字です", "delimiter is one ASCII character");
                problems.push(at(said, delimiter.span().start));
            }
            files.push(DeclaredFile {
                layout: layout.clone(),
                paths: file.paths.get_ref().iter().map(|path| path.replace('\\', "/")).collect(),
                charset: file.charset.map(|charset| charset.get_ref().to_lowercase()),
                delimiter: file.delimiter.map(Spanned::into_inner),
                header: file.header,
                columns: file.columns,
                old_count: file.old_count,
            });
        }
        problems.finish()?;
        Ok(Declared {
            base_date,
            standard: written.standard,
            municipality: written.municipality.map(|m| (m.code, m.name)),
            images: written.images,
            fonts: written.fonts,
            files,
            characters: written.characters,
        })
    }

    /// What is said of a layout.
    pub fn file(&self, layout: &str) -> Option<&DeclaredFile> {
        self.files.iter().find(|file| file.layout == layout)
    }
}

/// `2026-04-01` or `20260401` as `20260401`.
///
/// # Errors
/// It is no day of the calendar.
pub fn day_of(text: &str) -> Result<String, Problem> {
    let digits: String = text.chars().filter(|c| *c != '-' && *c != '/').collect();
    let right = digits.len() == 8
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && utsushi_value::PartialDate::parse_compact(&digits).is_ok_and(|day| day.is_complete());
    right.then_some(digits).ok_or_else(|| {
        problem!("基準日「{text}」は日付ではありません", "the day \"{text}\" is no date")
            .help("2026-04-01 の形で書きます", "write it as 2026-04-01")
    })
}

/// A `delivery.toml` to correct: what was seen, with comments in `lang`.
pub fn declaration(
    lang: Lang,
    standard: &str,
    base_date: Option<&str>,
    files: &[(&FileLayout, DeclaredFile)],
    unknown: &[&str],
) -> String {
    let quote = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{}",
        lang.pick(
            "# utsushi verify が見たままの納品物の説明です。違うところを直し、分かることを書き足してから、もう一度 verify してください。",
            "# What utsushi verify sees of the delivery. Correct it, add what you know, and verify again."
        )
    );
    let _ = writeln!(text, "standard = {}", quote(standard));
    let day = base_date.filter(|day| day.len() == 8);
    let comment = lang.pick("基準日: この日現在のデータ", "the day as of which the data is delivered");
    match day {
        Some(day) => {
            let _ = writeln!(text, "base_date = \"{}-{}-{}\"  # {comment}", &day[..4], &day[4..6], &day[6..]);
        }
        None => {
            let _ = writeln!(text, "# base_date = \"2026-04-01\"  # {comment}");
        }
    }
    let _ = writeln!(
        text,
        "# images = \"images\"  # {}\n# fonts = \"fonts\"  # {}\n",
        lang.pick(
            "画像索引のパスの起点になるフォルダー",
            "the folder that paths of the image index start from"
        ),
        lang.pick(
            "外字一覧が指すフォントのあるフォルダー",
            "the folder with the fonts that the gaiji list names"
        )
    );
    let _ = writeln!(
        text,
        "# [municipality]\n# code = \"…\"\n# name = \"…\"\n\n# [characters]\n# repertoire = \"mj\"  # {}\n# gj = \"../gj.csv\"  # {}\n# gj_version = \"2026-08\"",
        lang.pick(
            "受け取れる文字: mj・mj-plus・jisx0213・jisx0208・cp932",
            "characters that are taken: mj, mj-plus, jisx0213, jisx0208, cp932"
        ),
        lang.pick(
            "mj-plus の行政事務標準文字の表とその版",
            "for mj-plus: the table of 行政事務標準文字 and its version"
        )
    );
    for (layout, file) in files {
        let paths: Vec<String> = file.paths.iter().map(|path| quote(path)).collect();
        let _ = writeln!(text, "\n[[file]]\nlayout = {}  # {}", quote(&layout.id()), layout.name);
        let _ = writeln!(text, "paths = [{}]", paths.join(", "));
        if let Some(charset) = &file.charset {
            let _ = writeln!(text, "charset = {}", quote(charset));
        }
        if let Some(delimiter) = &file.delimiter {
            let _ = writeln!(text, "delimiter = {}", quote(delimiter));
        }
        if let Some(header) = file.header {
            let _ = writeln!(text, "header = {header}");
        }
        if !file.columns.is_empty() {
            let names: Vec<String> = file.columns.iter().map(|name| quote(name)).collect();
            let _ = writeln!(text, "columns = [{}]", names.join(", "));
        }
        let comment = lang.pick("旧システムの件数", "records in the old system");
        match file.old_count {
            Some(count) => {
                let _ = writeln!(text, "old_count = {count}  # {comment}");
            }
            None => {
                let _ = writeln!(text, "# old_count = 0  # {comment}");
            }
        }
    }
    if !unknown.is_empty() {
        let _ = writeln!(
            text,
            "\n# {}",
            lang.pick("どの移行ファイルか分からないもの:", "files that were not recognised:")
        );
        for path in unknown {
            let _ = writeln!(text, "# [[file]]\n# layout = \"\"\n# paths = [{}]", quote(path));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    #[test]
    fn the_draft_is_read_back_as_it_was_meant() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let layout = standard.file("01.resident").unwrap();
        let file = DeclaredFile {
            layout: "01.resident".into(),
            paths: vec!["住民 \"1\".csv".into()],
            charset: Some("cp932".into()),
            delimiter: Some("\t".into()),
            header: Some(false),
            columns: vec!["宛名番号".into(), String::new()],
            old_count: Some(7),
        };
        let text =
            declaration(Lang::Ja, "chukan-2.7", Some("20260401"), &[(layout, file.clone())], &["x.csv"]);
        let read = Declared::read(Path::new("delivery.toml"), &text).unwrap();
        assert_eq!((read.base_date.as_deref(), &read.files[..]), (Some("20260401"), &[file][..]));
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let text =
            "base_date = \"2026-02-30\"\n[[file]]\nlayout = \"01.resident\"\npaths = []\ncharset = \"x\"\n";
        let problems = Declared::read(Path::new("d.toml"), text).unwrap_err().to_string();
        for part in ["d.toml:1:13", "d.toml:4:9", "d.toml:5:11"] {
            assert!(problems.contains(part), "{problems}");
        }
        assert!(Declared::read(Path::new("d.toml"), "file_s = 1").is_err());
    }
}
