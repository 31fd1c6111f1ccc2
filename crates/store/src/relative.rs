//! Which paths a file inside a run folder may have: those that mean the same on every system that may read it.

use utsushi_findings::{Problem, problem};

/// Accepts `a/b.csv`; refuses what leaves the folder, and what Windows would silently take for something else
/// (`nul.csv` is written to nowhere, `a:b` to a hidden stream, `a.` is the same file as `a`).
///
/// # Errors
/// The path, and why not.
pub(crate) fn check(relative: &str) -> Result<(), Problem> {
    let Some((ja, en)) = relative.split('/').find_map(wrong) else {
        return Ok(());
    };
    Err(problem!(
        "出力フォルダーの中のファイル名として「{relative}」は使えません: {ja}",
        "\"{relative}\" cannot be the name of a file in an output folder: {en}"
    ))
}

fn wrong(part: &str) -> Option<(&'static str, &'static str)> {
    if part.is_empty() {
        return Some(("空の部分があります", "a part of it is empty"));
    }
    if part == "." || part == ".." {
        return Some(("「.」や「..」は使えません", "it must not contain . or .."));
    }
    if part.chars().any(|c| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')) {
        return Some((
            "\\ : * ? \" < > | と制御文字は使えません",
            "it must not contain \\ : * ? \" < > | or control characters",
        ));
    }
    if part.ends_with(['.', ' ']) {
        return Some(("末尾の点や空白は使えません", "no part may end in a dot or a blank"));
    }
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || ["COM", "LPT"].iter().any(|port| {
            stem.strip_prefix(port).is_some_and(|rest| {
                matches!(rest, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
            })
        });
    device.then_some(("Windows の装置名です", "Windows reserves the name for a device"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_run_folder_are_accepted() {
        for name in [
            "manifest.json",
            "data/01_resident/resident.csv",
            "rejects/住記.csv",
            "a/.b",
            "common.csv",
            "com.csv",
        ] {
            assert!(check(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for name in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a//b",
            "a/",
            ".",
            "C:\\a",
            "C:a",
            "..\\a",
            "\\\\server\\a",
        ] {
            assert!(check(name).is_err(), "{name}");
        }
    }

    #[test]
    fn names_that_windows_takes_for_something_else_are_refused() {
        for name in [
            "rejects/nul.csv",
            "CON",
            "aux.tar.gz",
            "com1",
            "lpt¹.csv",
            "a.",
            "a ",
            "a:b",
            "a\nb",
            "nul .csv",
        ] {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
