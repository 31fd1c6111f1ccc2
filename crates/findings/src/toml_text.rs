//! TOML read so that a typo is told with its file, line and column, and the name that was probably meant.

use crate::{Problem, did_you_mean};
use std::path::Path;

/// Reads `text` as `T`.
///
/// # Errors
/// A syntax error, an unknown or missing key, or a value of the wrong kind, with its place.
pub fn from_toml<T: for<'de> serde::Deserialize<'de>>(path: &Path, text: &str) -> Result<T, Problem> {
    toml::from_str(text).map_err(|error| {
        let message = error.message();
        let mut problem =
            Problem::new(format!("TOML として読めません: {message}"), message.to_owned()).at(path);
        if let Some(span) = error.span() {
            problem = problem.offset(text, span.start);
        }
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match quoted.split_first() {
            Some((typed, known)) if message.starts_with("unknown ") => {
                problem.suggest(did_you_mean(typed, known.iter().copied()))
            }
            _ => problem,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Source {
        #[allow(dead_code)]
        charset: String,
        #[allow(dead_code)]
        header: Option<u8>,
    }

    #[test]
    fn an_unknown_key_names_its_place_and_the_nearest_key() {
        let problem = from_toml::<Source>(Path::new("s.toml"), "charset = \"x\"\nheadr = 1\n").unwrap_err();
        let text = problem.render(crate::Lang::En);
        assert!(text.starts_with("s.toml:2:1: "), "{text}");
        assert!(text.contains("did you mean \"header\""), "{text}");
    }
}
