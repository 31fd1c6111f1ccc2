//! The numbers by which a glyph is known.

use std::fmt;

/// One of a glyph's numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum GlyphNumber {
    /// MJ文字図形名: `MJ000001` is 1.
    Mj(u32),
    /// 戸籍統一文字番号: six digits.
    Koseki(u32),
    /// 住基ネット統一文字コード: `J+AD1D`.
    JukiNet(u32),
    /// 登記統一文字番号: eight digits.
    Toki(u32),
    /// 入管正字コード, here written `NS+75F4`.
    NyukanSeiji(u32),
    /// 入管外字コード, here written `NG+E53C`.
    NyukanGaiji(u32),
}

/// Why a text is no glyph's number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GlyphNumberProblem {
    /// It has the form of none of them.
    Form,
}

impl GlyphNumber {
    /// Reads a number by its form: `MJ` with six digits, `J+` with hex, six digits for 戸籍, eight for 登記, `NS+` and `NG+`
    /// with hex for 入管's two. Whether the table has it is another question: [`Glyph::numbered`](super::Glyph::numbered).
    ///
    /// # Errors
    /// [`GlyphNumberProblem::Form`].
    pub fn parse(text: &str) -> Result<GlyphNumber, GlyphNumberProblem> {
        let upper = text.to_ascii_uppercase();
        let digits = |text: &str, count: usize| {
            (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<u32>().ok())
                .flatten()
        };
        let hex = |text: &str| {
            let fits = (4..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            fits.then(|| u32::from_str_radix(text, 16).ok()).flatten()
        };
        let found = if let Some(rest) = upper.strip_prefix("MJ") {
            digits(rest, 6).map(GlyphNumber::Mj)
        } else if let Some(rest) = upper.strip_prefix("J+") {
            hex(rest).map(GlyphNumber::JukiNet)
        } else if let Some(rest) = upper.strip_prefix("NS+") {
            hex(rest).map(GlyphNumber::NyukanSeiji)
        } else if let Some(rest) = upper.strip_prefix("NG+") {
            hex(rest).map(GlyphNumber::NyukanGaiji)
        } else if upper.len() == 6 {
            digits(&upper, 6).map(GlyphNumber::Koseki)
        } else {
            digits(&upper, 8).map(GlyphNumber::Toki)
        };
        found.ok_or(GlyphNumberProblem::Form)
    }
}

impl fmt::Display for GlyphNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GlyphNumber::Mj(number) => write!(f, "MJ{number:06}"),
            GlyphNumber::Koseki(number) => write!(f, "{number:06}"),
            GlyphNumber::JukiNet(number) => write!(f, "J+{number:04X}"),
            GlyphNumber::Toki(number) => write!(f, "{number:08}"),
            GlyphNumber::NyukanSeiji(number) => write!(f, "NS+{number:04X}"),
            GlyphNumber::NyukanGaiji(number) => write!(f, "NG+{number:04X}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_by_its_form() {
        for (text, number) in [
            ("mj030211", GlyphNumber::Mj(30211)),
            ("275870", GlyphNumber::Koseki(275_870)),
            ("J+fa19", GlyphNumber::JukiNet(0xFA19)),
            ("00275870", GlyphNumber::Toki(275_870)),
            ("NS+FA19", GlyphNumber::NyukanSeiji(0xFA19)),
        ] {
            assert_eq!(GlyphNumber::parse(text), Ok(number));
        }
        for text in ["", "MJ1", "27587", "J+", "U+FA19", "神", "ＭＪ０３０２１１"] {
            assert_eq!(GlyphNumber::parse(text), Err(GlyphNumberProblem::Form), "{text}");
        }
    }
}
