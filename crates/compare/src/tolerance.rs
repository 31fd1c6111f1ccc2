//! Differences that are expected and therefore excused, item by item.

use std::path::Path;
use utsushi_findings::{Problem, problem};
use utsushi_layout::{FileLayout, Standard};
use utsushi_text::mj::spelled;
use utsushi_text::shrink::family;
use utsushi_text::{KanaOptions, ascii_to_half_width, kana_to_full_width};

/// One kind of difference that is excused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tolerance {
    /// White space, wherever it stands and however wide it is.
    Whitespace,
    /// Half and full width of letters, digits, signs, spaces and katakana.
    Width,
    /// Several spellings of one MJ glyph: a compatibility ideograph and a base with its selector (文字情報基盤).
    Mj,
    /// Characters that 縮退 leads to one another: 髙 and 高 (MJ縮退マップ; without 別字, dictionaries and likeness).
    Shrink,
}

impl Tolerance {
    /// Every one.
    pub const ALL: [Tolerance; 4] =
        [Tolerance::Whitespace, Tolerance::Width, Tolerance::Mj, Tolerance::Shrink];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Tolerance::Whitespace => "whitespace",
            Tolerance::Width => "width",
            Tolerance::Mj => "mj",
            Tolerance::Shrink => "shrink",
        }
    }

    /// The one called `name`.
    pub fn from_name(name: &str) -> Option<Tolerance> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What is excused in one item.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tolerated(u8);

impl Tolerated {
    /// Also this.
    pub fn with(self, one: Tolerance) -> Self {
        Tolerated(self.0 | 1 << one as u8)
    }

    /// Both.
    pub fn and(self, other: Self) -> Self {
        Tolerated(self.0 | other.0)
    }

    /// Whether this is excused.
    pub fn has(self, one: Tolerance) -> bool {
        self.0 & (1 << one as u8) != 0
    }

    /// Whether nothing is.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// What is excused, in the order of [`Tolerance::ALL`].
    pub fn names(self) -> Vec<&'static str> {
        Tolerance::ALL.into_iter().filter(|one| self.has(*one)).map(Tolerance::name).collect()
    }

    /// Appends a value without all that is excused: two values differ by that alone where these are the same.
    pub fn fold(self, value: &str, out: &mut String) {
        let mut text = value.to_owned();
        if self.has(Tolerance::Mj) || self.has(Tolerance::Shrink) {
            text = spelled(&text).fold(String::with_capacity(text.len()), |mut text, one| {
                match one.glyph {
                    Some(glyph) if self.has(Tolerance::Shrink) => text.push(family(one.text, Some(glyph))),
                    Some(glyph) => match glyph.spelling() {
                        Some(spelling) => text += &spelling,
                        None => text += one.text,
                    },
                    None => text += one.text,
                }
                text
            });
        }
        if self.has(Tolerance::Width) {
            let mut half = String::with_capacity(text.len());
            ascii_to_half_width(&text, &mut half);
            text.clear();
            kana_to_full_width(&half, KanaOptions::default(), &mut text);
        }
        if self.has(Tolerance::Whitespace) {
            text.retain(|character| !character.is_whitespace());
        }
        out.push_str(&text);
    }

    /// Whether two values that are not the same differ by no more than is excused.
    pub fn excuses(self, a: &str, b: &str) -> bool {
        if self.is_none() {
            return false;
        }
        let (mut one, mut other) = (String::new(), String::new());
        self.fold(a, &mut one);
        self.fold(b, &mut other);
        one == other
    }
}

/// One line of what was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Wish {
    /// `01.resident`; everywhere if there is none.
    file: Option<String>,
    /// Name or slug; `*` for every item.
    item: String,
    tolerated: Tolerated,
    /// Where it was asked for.
    place: String,
}

/// What is excused in which items.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tolerances {
    wishes: Vec<Wish>,
}

impl Tolerances {
    /// Adds what `--tolerate` says: `name=whitespace,width`, `*=mj`.
    ///
    /// # Errors
    /// It is not of that form, or names no tolerance there is.
    pub fn add_argument(&mut self, text: &str) -> Result<(), Problem> {
        let parts = text.split_once('=').map(|(item, names)| (item.trim(), names));
        let Some((item, names)) = parts.filter(|(item, _)| !item.is_empty()) else {
            return Err(problem!(
                "--tolerate「{text}」は「項目=許容」の形ではありません",
                "--tolerate \"{text}\" is not of the form item=tolerance"
            )
            .help(
                "たとえば --tolerate name=whitespace,width、すべての項目なら --tolerate '*=whitespace'",
                "for example --tolerate name=whitespace,width, or for every item --tolerate '*=whitespace'",
            ));
        };
        let names = names.split([',', '|']).map(str::trim);
        let tolerated = tolerated(names).map_err(|name| unknown(&name))?;
        self.wishes.push(Wish {
            file: None,
            item: item.to_owned(),
            tolerated,
            place: format!("--tolerate {text}"),
        });
        Ok(())
    }

    /// Adds what a file of tolerances says: a table `[tolerate]` with a list per item, and in it tables for single files.
    ///
    /// # Errors
    /// It is no TOML, or not of that form.
    pub fn add_file(&mut self, path: &Path, text: &str) -> Result<(), Problem> {
        let place = path.display().to_string();
        let table: toml::Table =
            text.trim_start_matches('\u{feff}').parse().map_err(|error: toml::de::Error| {
                let line = error
                    .span()
                    .map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
                let message = error.message();
                problem!(
                    "{line} 行目が TOML として読めません ({message})",
                    "line {line} is no TOML ({message})"
                )
                .at(path)
            })?;
        let wrong = |what: &str| {
            problem!("「{what}」はここに書けません", "\"{what}\" cannot stand here").at(path).help(
                "[tolerate] の下に 項目 = [\"whitespace\", \"width\", \"mj\", \"shrink\"] のように書き、一つのファイルだけなら [tolerate.\"01.resident\"] の下に書きます",
                "write item = [\"whitespace\", \"width\", \"mj\", \"shrink\"] under [tolerate], or under [tolerate.\"01.resident\"] for one file",
            )
        };
        for (name, value) in &table {
            let (true, Some(wishes)) = (name == "tolerate", value.as_table()) else {
                return Err(wrong(name));
            };
            for (item, value) in wishes {
                match value {
                    toml::Value::Array(names) => self.add_list(None, item, names, &place, &wrong)?,
                    toml::Value::Table(items) => {
                        for (name, value) in items {
                            let names = value.as_array().ok_or_else(|| wrong(name))?;
                            self.add_list(Some(item), name, names, &place, &wrong)?;
                        }
                    }
                    _ => return Err(wrong(item)),
                }
            }
        }
        Ok(())
    }

    fn add_list(
        &mut self,
        file: Option<&String>,
        item: &str,
        names: &[toml::Value],
        place: &str,
        wrong: &dyn Fn(&str) -> Problem,
    ) -> Result<(), Problem> {
        let names: Vec<&str> =
            names.iter().map(toml::Value::as_str).collect::<Option<_>>().ok_or_else(|| wrong(item))?;
        let tolerated = tolerated(names.into_iter()).map_err(|name| unknown(&name).at(place))?;
        self.wishes.push(Wish {
            file: file.cloned(),
            item: item.to_owned(),
            tolerated,
            place: place.to_owned(),
        });
        Ok(())
    }

    /// Whether nothing is excused anywhere.
    pub fn is_empty(&self) -> bool {
        self.wishes.is_empty()
    }

    /// What was asked for, in order: the file (none for every file), the item as it was named, what is excused in it.
    pub fn wishes(&self) -> impl Iterator<Item = (Option<&str>, &str, Tolerated)> {
        self.wishes.iter().map(|wish| (wish.file.as_deref(), wish.item.as_str(), wish.tolerated))
    }

    /// What is excused in each item of a file. Numbers have nothing to excuse: they are compared as numbers.
    pub fn of(&self, layout: &FileLayout) -> Vec<Tolerated> {
        let id = layout.id();
        let one = |index: usize| {
            let item = &layout.items[index];
            let of = self.wishes.iter().filter(|wish| wish.file.as_ref().is_none_or(|file| *file == id));
            of.filter(|wish| wish.item == "*" || layout.item_index(&wish.item) == Some(index))
                .filter(|_| !item.kind.is_number())
                .fold(Tolerated::default(), |all, wish| all.and(wish.tolerated))
        };
        (0..layout.items.len()).map(one).collect()
    }

    /// Makes sure that every item asked for is one of the standard's.
    ///
    /// # Errors
    /// The first that is none.
    pub fn check(&self, standard: &Standard) -> Result<(), Problem> {
        for wish in &self.wishes {
            let named = |layout: &&FileLayout| wish.file.as_ref().is_none_or(|file| *file == layout.id());
            let mut files = standard.files().filter(named).peekable();
            let item = &wish.item;
            if files.peek().is_none() {
                let file = wish.file.as_deref().unwrap_or_default();
                return Err(problem!(
                    "許容に書かれたファイル「{file}」は、標準にありません",
                    "the standard has no file \"{file}\", for which something is tolerated"
                )
                .at(&wish.place));
            }
            if item != "*" && files.all(|layout| layout.item_index(item).is_none()) {
                return Err(problem!(
                    "許容に書かれた項目「{item}」は、標準のどのファイルにもありません",
                    "no file of the standard has an item \"{item}\", for which something is tolerated"
                )
                .at(&wish.place)
                .help(
                    "項目名か slug を書いてください。一覧は utsushi layout show ファイル",
                    "write its name or its slug; utsushi layout show FILE lists them",
                ));
            }
        }
        Ok(())
    }
}

fn tolerated<'n>(names: impl Iterator<Item = &'n str>) -> Result<Tolerated, String> {
    let mut all = Tolerated::default();
    for name in names {
        all = all.with(Tolerance::from_name(name).ok_or_else(|| name.to_owned())?);
    }
    Ok(all)
}

fn unknown(name: &str) -> Problem {
    problem!("許容「{name}」はありません", "there is no tolerance \"{name}\"").help(
        "whitespace (空白)、width (全角・半角)、mj (同じ MJ 文字図形)、shrink (縮退で同じ) のどれかです",
        "it is whitespace, width, mj (the same MJ glyph) or shrink (the same after 縮退)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    fn excuses(names: &str, a: &str, b: &str) -> bool {
        tolerated(names.split(',')).unwrap().excuses(a, b)
    }

    #[test]
    fn each_tolerance_excuses_its_own_difference_and_no_other() {
        let cases = [
            ("whitespace", "山田　太郎", "山田太郎 "),
            ("width", "ＡＢ１ｶﾞ", "AB1ガ"),
            ("mj", "\u{FA19}山", "\u{795E}\u{E0103}山"),
            ("shrink", "髙橋", "高橋"),
        ];
        for (name, a, b) in cases {
            for (other, ..) in cases {
                // 縮退 also joins the spellings of one glyph.
                let excused = other == name || (other, name) == ("shrink", "mj");
                assert_eq!(excuses(other, a, b), excused, "{other}: {a} {b}");
            }
            assert!(excuses("whitespace,width,mj,shrink", a, b));
        }
        assert!(!excuses("whitespace,width,mj,shrink", "高橋", "橋高"));
    }

    #[test]
    fn a_file_says_more_for_one_file_and_a_wrong_name_is_told_with_its_place() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let mut tolerances = Tolerances::default();
        let text =
            "[tolerate]\n\"*\" = [\"whitespace\"]\n[tolerate.\"01.resident\"]\nname = [\"mj\", \"shrink\"]\n";
        tolerances.add_file("t.toml".as_ref(), text).unwrap();
        tolerances.add_argument("氏名=width").unwrap();
        tolerances.check(&standard).unwrap();
        let layout = standard.file("01.resident").unwrap();
        let of = tolerances.of(layout);
        let item = layout.item_index("name").unwrap();
        assert_eq!(of[item].names(), ["whitespace", "width", "mj", "shrink"]);
        assert_eq!(of[layout.item_index("address_number").unwrap()].names(), ["whitespace"]);

        assert!(tolerances.add_argument("name").unwrap_err().to_string().contains("item=tolerance"));
        assert!(tolerances.add_argument("name=case").unwrap_err().to_string().contains("\"case\""));
        let said = tolerances.add_file("t.toml".as_ref(), "[tolerate]\na = 1\n").unwrap_err().to_string();
        assert!(said.contains("t.toml"), "{said}");
        let said = tolerances.add_file("t.toml".as_ref(), "[tolerate]\na = [\n").unwrap_err().to_string();
        assert!(said.contains("line "), "{said}");
        tolerances.add_argument("nobody=mj").unwrap();
        assert!(tolerances.check(&standard).unwrap_err().to_string().contains("nobody"));
    }
}
