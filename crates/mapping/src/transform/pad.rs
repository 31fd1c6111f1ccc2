use super::settings::Settings;
use super::{Made, Transform};
use utsushi_findings::{Both, Problem, problem};
use utsushi_text::{count_characters, is_variation_selector};

pub(super) static PAD: Transform = Transform {
    name: "pad",
    summary: Both {
        ja: "to 文字になるまで with (既定は 0) を side (left か right、既定は left) に足す。長い値と空はそのまま",
        en: "adds the character `with` (0 unless given) on the left or right side (left unless given) until there are \
             `to` characters; longer values and blanks stay",
    },
    example: r#"{ from = "宛名番号", steps = ["trim", { pad = { to = 10, with = "0", side = "left" } }] }   12345 → 0000012345"#,
};

/// The most characters that can be asked for: enough for any number, too few to fill the memory.
const MOST: i64 = 100;

#[derive(Debug)]
pub(crate) struct Pad {
    to: usize,
    with: char,
    left: bool,
}

impl Pad {
    pub fn read(setting: Option<&toml::Value>) -> Result<Pad, Problem> {
        let settings = Settings::read(&PAD, setting, &["to", "with", "side"])?;
        let to = settings.needed("to", settings.number("to", 1..=MOST)?)?;
        let with = settings.text("with")?.unwrap_or("0");
        let mut characters = with.chars().filter(|character| !is_variation_selector(*character));
        let (Some(with), None, false) =
            (characters.next(), characters.next(), with.chars().any(is_variation_selector))
        else {
            return Err(settings
                .problem(problem!("変換「pad」の with は1文字です", "`with` of \"pad\" is one character")));
        };
        let left = settings.word("side", &[("left", true), ("right", false)])?.unwrap_or(true);
        Ok(Pad { to: to as usize, with, left })
    }

    pub fn apply<'a>(&self, text: &'a str, out: &mut String) -> Made<'a> {
        let missing = self.to.saturating_sub(count_characters(text));
        if missing == 0 {
            return Made::Part(text);
        }
        if !self.left {
            out.push_str(text);
        }
        out.extend(std::iter::repeat_n(self.with, missing));
        if self.left {
            out.push_str(text);
        }
        Made::New
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn padded(pad: &Pad, text: &str) -> String {
        let mut out = String::new();
        match pad.apply(text, &mut out) {
            Made::Part(part) => part.to_owned(),
            Made::New => out,
        }
    }

    #[test]
    fn a_short_value_is_filled_on_its_side_and_a_long_one_stays() {
        let pad = |text: &str| Pad::read(Some(&toml::Value::Table(text.parse().unwrap()))).unwrap();
        let left = pad("to = 10");
        assert_eq!(padded(&left, "12345"), "0000012345");
        assert_eq!(padded(&left, "12345678901"), "12345678901");
        let right = pad("to = 4\nwith = '　'\nside = 'right'");
        assert_eq!(padded(&right, "葛\u{E0100}城"), "葛\u{E0100}城　　");
    }

    #[test]
    fn settings_that_cannot_be_are_refused() {
        for text in
            ["", "to = 0", "to = 101", "to = 5\nwith = ''", "to = 5\nwith = '00'", "to = 5\nside = 'up'"]
        {
            assert!(Pad::read(Some(&toml::Value::Table(text.parse().unwrap()))).is_err(), "{text}");
        }
    }
}
