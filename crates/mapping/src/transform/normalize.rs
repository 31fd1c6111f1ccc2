use super::settings::Settings;
use super::{Made, Transform};
use utsushi_findings::{Both, Problem};
use utsushi_text::{Changed, Controls, Form, Hyphens, Normalize, Runs};

pub(super) static NORMALIZE: Transform = Transform {
    name: "normalize",
    summary: Both {
        ja: "書き方をそろえる。指定したものだけが働く: controls (制御文字)、look-alikes (− 〜 などを CP932 の － ～ に)、marks \
             (結合用の濁点)、kana・digits・letters・symbols・spaces (半角 half・全角 full)、runs (空白の連続)、hyphens (住所・カナの\
             ハイフンと長音)、iteration (々 ゝ)。漢字の字体は変えない (NFC・NFKC ではない)。変えた件数は CHR006 に出る",
        en: "makes the writing uniform, only as far as asked: controls, look-alikes (− 〜 to cp932's － ～), marks (combining \
             voiced marks), the width (half, full) of kana, digits, letters, symbols and spaces, runs of spaces, hyphens and \
             long vowels of addresses and readings, iteration marks. Changes no form of a kanji (it is neither NFC nor NFKC). \
             How many values it changed is in CHR006",
    },
    example: r#"{ from = "番地", steps = [{ normalize = { digits = "full", hyphens = "address" } }] }   1ー２ → １－２"#,
};

const KNOWN: [&str; 11] = [
    "controls",
    "look-alikes",
    "marks",
    "kana",
    "digits",
    "letters",
    "symbols",
    "spaces",
    "runs",
    "hyphens",
    "iteration",
];

#[derive(Debug)]
pub(crate) struct Normalizing(Normalize);

impl Normalizing {
    pub fn read(setting: Option<&toml::Value>) -> Result<Normalizing, Problem> {
        let settings = Settings::read(&NORMALIZE, setting, &KNOWN)?;
        let form = |name: &'static str| settings.word(name, &[("half", Form::Half), ("full", Form::Full)]);
        let normalize = Normalize {
            controls: settings
                .word("controls", &[("remove", Controls::Remove), ("space", Controls::Space)])?,
            look_alikes: settings.word("look-alikes", &[("cp932", ())])?.is_some(),
            marks: settings.word("marks", &[("compose", ())])?.is_some(),
            kana: form("kana")?,
            digits: form("digits")?,
            letters: form("letters")?,
            symbols: form("symbols")?,
            spaces: form("spaces")?,
            runs: settings.word("runs", &[("one", Runs::One), ("none", Runs::None), ("ends", Runs::Ends)])?,
            hyphens: settings.word("hyphens", &[("address", Hyphens::Address), ("kana", Hyphens::Kana)])?,
            iteration: settings.word("iteration", &[("expand", true), ("keep", false)])?.unwrap_or(false),
        };
        let any = (setting.is_some() && normalize != Normalize::default()).then_some(());
        settings.needed("digits = \"full\" …", any)?;
        Ok(Normalizing(normalize))
    }

    pub fn apply<'a>(&self, text: &'a str, out: &mut String, changed: &mut Changed) -> Made<'a> {
        let by = self.0.apply(text, out);
        if by.is_empty() {
            return Made::Part(text);
        }
        *changed = changed.or(by);
        Made::New
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_text::Policy;

    #[test]
    fn what_it_changed_is_known_policy_by_policy() {
        let setting = toml::toml! { digits = "full" hyphens = "address" kana = "full" }.into();
        let normalizing = Normalizing::read(Some(&setting)).unwrap();
        let (mut out, mut changed) = (String::new(), Changed::default());
        assert!(matches!(normalizing.apply("1ー２", &mut out, &mut changed), Made::New));
        assert_eq!(out, "１－２");
        assert_eq!(changed.policies().collect::<Vec<_>>(), [Policy::Digits, Policy::Hyphens]);
    }

    #[test]
    fn a_wrong_word_and_no_policy_at_all_are_refused() {
        let wrong: toml::Value = toml::toml! { digits = "ful" }.into();
        assert!(Normalizing::read(Some(&wrong)).unwrap_err().to_string().contains("did you mean \"full\""));
        assert!(Normalizing::read(None).is_err());
        assert!(Normalizing::read(Some(&toml::toml! { iteration = "keep" }.into())).is_err());
    }
}
