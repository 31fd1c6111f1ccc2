//! In which language to speak, known before the arguments are parsed: help is printed in it too.

use std::ffi::OsString;
use utsushi_findings::Lang;

/// `--lang`, else the locale, else Japanese.
pub(crate) fn of(arguments: &[OsString]) -> Lang {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--lang") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(lang) = value.and_then(Lang::from_name) {
            return lang;
        }
    }
    match sys_locale::get_locale() {
        Some(locale) if locale.to_ascii_lowercase().starts_with("en") => Lang::En,
        _ => Lang::Ja,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_wins_in_either_form() {
        let of = |arguments: &[&str]| of(&arguments.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["utsushi", "--lang", "en"]), Lang::En);
        assert_eq!(of(&["utsushi", "explain", "--lang=ja"]), Lang::Ja);
    }
}
