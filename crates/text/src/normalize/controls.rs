use crate::character::is_control;

/// What is done with control characters: C0 with NUL and tab, DEL, C1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Controls {
    /// They are left out.
    Remove,
    /// Each becomes a space U+0020: a tab or a NUL that stood between two words.
    Space,
}

pub(super) fn apply(text: &str, how: Controls, out: &mut String) {
    for character in text.chars() {
        match how {
            _ if !is_control(character) => out.push(character),
            Controls::Remove => {}
            Controls::Space => out.push(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_or_become_spaces() {
        let mut out = String::new();
        apply("山\0田\t\u{85}太", Controls::Remove, &mut out);
        apply("山\0田", Controls::Space, &mut out);
        assert_eq!(out, "山田太山 田");
    }
}
