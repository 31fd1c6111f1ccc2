//! Printing that cannot fail: a reader that went away is no reason to panic.

use std::fmt::Display;
use std::io::Write;
use utsushi_findings::{Lang, Problem, Problems};

/// A text on standard output.
pub(crate) fn out(text: impl Display) {
    let _ = write!(std::io::stdout().lock(), "{text}");
}

/// A text on standard error.
pub(crate) fn error(text: impl Display) {
    let _ = write!(std::io::stderr().lock(), "{text}");
}

/// Problems on standard error, the first fifty of them.
pub(crate) fn problems(problems: &Problems, lang: Lang) {
    let mut error = std::io::stderr().lock();
    let word = lang.pick("エラー", "error");
    let all: Vec<&Problem> = problems.iter().collect();
    for problem in all.iter().take(50) {
        let _ = writeln!(error, "{word}: {}", problem.render(lang));
    }
    if all.len() > 50 {
        let more = all.len() - 50;
        let _ = writeln!(error, "{}", lang.pick(&format!("ほかに {more} 件"), &format!("and {more} more")));
    }
}

/// One problem on standard error.
pub(crate) fn problem(problem: Problem, lang: Lang) {
    problems(&problem.into(), lang);
}

/// Should a mistake of ours end in a panic, it is told as such, and without any value of a record.
pub(crate) fn explain_panics(lang: Lang) {
    std::panic::set_hook(Box::new(move |panic| {
        // The thread's caller says that the font, or the file of the delivery, is damaged.
        let of_font = std::thread::current().name() == Some(utsushi_report::FONT_THREAD);
        if of_font || utsushi_delivery::read::is_guarded() {
            return;
        }
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let text = lang.pick(
            "utsushi の内部の誤りで止まりました。出力は残していません。この場所を開発者に知らせてください",
            "stopped by a mistake in utsushi; no output was left. Please report this place",
        );
        let _ = writeln!(std::io::stderr().lock(), "{}: {text}: {place}", lang.pick("エラー", "error"));
    }));
}
