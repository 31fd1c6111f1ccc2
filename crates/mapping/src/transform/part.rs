use super::Transform;
use super::settings::Settings;
use utsushi_findings::{Both, Problem};
use utsushi_text::is_variation_selector;

pub(super) static PART: Transform = Transform {
    name: "part",
    summary: Both {
        ja: "from 文字目 (1から。既定は1) から length 文字 (なければ終わりまで) を取り出す。異体字セレクタは前の字と合わせて\
             1文字",
        en: "takes `length` characters (to the end unless given) beginning with the one at `from` (counted from 1, the \
             default); a base with its variation selector is one character",
    },
    example: r#"{ from = "町字コード", steps = [{ part = { from = 1, length = 4 } }] }   0012003 → 0012"#,
};

/// Longer than any field.
const MOST: i64 = 1_000_000;

#[derive(Debug)]
pub(crate) struct Part {
    skip: usize,
    length: Option<usize>,
}

impl Part {
    pub fn read(setting: Option<&toml::Value>) -> Result<Part, Problem> {
        let settings = Settings::read(&PART, setting, &["from", "length"])?;
        let from = settings.number("from", 1..=MOST)?;
        let length = settings.number("length", 1..=MOST)?;
        if from.is_none() {
            settings.needed("length", length)?;
        }
        Ok(Part { skip: from.unwrap_or(1) as usize - 1, length: length.map(|length| length as usize) })
    }

    pub fn apply<'a>(&self, text: &'a str) -> &'a str {
        let rest = text.get(end_of(text, self.skip)..).unwrap_or("");
        self.length.map_or(rest, |length| rest.get(..end_of(rest, length)).unwrap_or(rest))
    }
}

/// Where the first `count` characters end, in bytes.
fn end_of(text: &str, count: usize) -> usize {
    let mut bases =
        text.char_indices().filter(|(at, character)| *at == 0 || !is_variation_selector(*character));
    bases.nth(count).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(settings: &str, text: &str) -> String {
        let part = Part::read(Some(&toml::Value::Table(settings.parse().unwrap()))).unwrap();
        part.apply(text).to_owned()
    }

    #[test]
    fn characters_are_counted_from_one() {
        assert_eq!(part("from = 1\nlength = 4", "0012003"), "0012");
        assert_eq!(part("from = 5", "0012003"), "003");
        assert_eq!(part("from = 5\nlength = 9", "0012003"), "003");
        assert_eq!(part("from = 8", "0012003"), "");
        assert_eq!(part("length = 2", "山田太郎"), "山田");
    }

    #[test]
    fn a_base_keeps_its_variation_selector() {
        assert_eq!(part("length = 1", "葛\u{E0100}城"), "葛\u{E0100}");
        assert_eq!(part("from = 2", "葛\u{E0100}城"), "城");
        assert_eq!(part("length = 1", "\u{E0100}城"), "\u{E0100}");
    }

    #[test]
    fn a_part_without_bounds_is_refused() {
        for text in ["", "from = 0", "from = -1", "length = 0"] {
            assert!(Part::read(Some(&toml::Value::Table(text.parse().unwrap()))).is_err(), "{text}");
        }
    }
}
