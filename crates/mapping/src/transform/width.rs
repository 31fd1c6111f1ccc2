use super::settings::{single, word};
use super::{Made, Transform};
use utsushi_findings::{Both, Problem};
use utsushi_text::{ascii_to_full_width, ascii_to_half_width};

pub(super) static WIDTH: Transform = Transform {
    name: "width",
    summary: Both {
        ja: "英字・数字・記号・空白を半角 (half) か全角 (full) にする。カナは変えない (kana を使う)",
        en: "makes letters, digits, signs and spaces half-width (half) or full-width (full); kana stay (that is what \
             `kana` is for)",
    },
    example: r#"{ from = "郵便番号", steps = [{ width = "half" }] }   １２３－４５６７ → 123-4567"#,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Half,
    Full,
}

impl Width {
    pub fn read(setting: Option<&toml::Value>) -> Result<Width, Problem> {
        word(&WIDTH, "width", single(&WIDTH, setting)?, &[("half", Width::Half), ("full", Width::Full)])
    }

    pub fn apply<'a>(&self, text: &'a str, out: &mut String) -> Made<'a> {
        match self {
            Width::Half => ascii_to_half_width(text, out),
            Width::Full => ascii_to_full_width(text, out),
        }
        Made::New
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_signs_and_spaces_change_and_kana_stay() {
        let mut out = String::new();
        Width::Half.apply("１２３－４５６７　Ａカｱ", &mut out);
        assert_eq!(out, "123-4567 Aカｱ");
        out.clear();
        Width::Full.apply("3-1 Aｱ", &mut out);
        assert_eq!(out, "３－１　Ａｱ");
    }

    #[test]
    fn a_width_is_half_or_full() {
        assert!(Width::read(Some(&"hlf".into())).unwrap_err().to_string().contains("did you mean \"half\""));
        assert!(Width::read(None).is_err());
    }
}
