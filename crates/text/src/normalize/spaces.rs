/// What is done with spaces beside their width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Runs {
    /// Those at both ends go, and of several in a row the first stays.
    One,
    /// All go.
    None,
    /// Those at both ends go; those inside stay.
    Ends,
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{3000}')
}

pub(super) fn apply(text: &str, how: Runs, out: &mut String) {
    let mut before = false;
    for character in text.trim_matches(is_space).chars() {
        let space = is_space(character);
        let goes = match how {
            Runs::One => space && before,
            Runs::None => space,
            Runs::Ends => false,
        };
        if !goes {
            out.push(character);
        }
        before = space;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_ends() {
        let made = |how| {
            let mut out = String::new();
            apply(" 　山田　  太 郎　", how, &mut out);
            out
        };
        assert_eq!(made(Runs::One), "山田　太 郎");
        assert_eq!(made(Runs::None), "山田太郎");
        assert_eq!(made(Runs::Ends), "山田　  太 郎");
    }
}
