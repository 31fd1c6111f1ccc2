use super::replace;

/// Half width or full width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// As ASCII and JIS X 0201 have it.
    Half,
    /// As JIS X 0208 has it.
    Full,
}

/// The characters of ASCII that `of` holds for, and their full-width forms.
pub(super) fn apply(text: &str, form: Form, of: fn(char) -> bool, out: &mut String) {
    replace(text, out, |character| {
        let (half, full) = match character {
            ' ' | '\u{3000}' => (' ', '\u{3000}'),
            '!'..='~' => (character, char::from_u32(character as u32 + 0xFEE0)?),
            '！'..='～' => (char::from_u32(character as u32 - 0xFEE0)?, character),
            _ => return None,
        };
        of(half).then_some(if form == Form::Half { half } else { full })
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_characters_asked_for_change() {
        let mut out = String::new();
        apply("１Ａ－ 1A-", Form::Half, |ascii| ascii.is_ascii_digit(), &mut out);
        apply("１Ａ－ 1A-", Form::Full, |ascii| ascii.is_ascii_punctuation(), &mut out);
        apply("１ 　", Form::Half, |ascii| ascii == ' ', &mut out);
        assert_eq!(out, "1Ａ－ 1A-１Ａ－ 1A－１  ");
    }
}
