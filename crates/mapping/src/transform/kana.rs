use super::settings::Settings;
use super::{Fault, Made, Transform};
use utsushi_findings::{Both, Problem};
use utsushi_text::{KanaOptions, kana_to_full_width};

pub(super) static KANA: Transform = Transform {
    name: "kana",
    summary: Both {
        ja: "半角カナを全角カナにし、濁点・半濁点を合わせる。spaces = true (既定) は空白も全角に、long-vowel = true は \
             カナに続くハイフンを長音にする。小書きかどうかは推測しない (ｷﾖｳｺ はキヨウコ)",
        en: "turns half-width katakana into full-width, joining voiced and semi-voiced marks; spaces = true (the \
             default) also widens spaces, long-vowel = true turns a hyphen behind kana into ー; never guesses small \
             kana (ｷﾖｳｺ stays キヨウコ)",
    },
    example: r#"{ from = "カナ氏名", steps = ["trim", "kana"] }   ﾔﾏﾀﾞ ﾀﾛｳ → ヤマダ　タロウ"#,
};

#[derive(Debug)]
pub(crate) struct Kana(KanaOptions);

impl Kana {
    pub fn read(setting: Option<&toml::Value>) -> Result<Kana, Problem> {
        let settings = Settings::read(&KANA, setting, &["spaces", "long-vowel"])?;
        Ok(Kana(KanaOptions {
            spaces: settings.flag("spaces")?.unwrap_or(true),
            hyphen_as_long_vowel: settings.flag("long-vowel")?.unwrap_or(false),
        }))
    }

    pub fn apply<'a>(&self, text: &'a str, out: &mut String) -> Result<Made<'a>, Fault> {
        kana_to_full_width(text, self.0, out);
        Ok(Made::New)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_setting_is_refused() {
        assert!(Kana::read(Some(&toml::toml! { space = true }.into())).is_err());
        assert!(Kana::read(Some(&toml::toml! { spaces = false }.into())).is_ok_and(|kana| !kana.0.spaces));
    }
}
