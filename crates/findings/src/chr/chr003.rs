use crate::{Both, Disposition, Entry, Group, Severity};

/// A private character that nobody has identified.
pub static CHR003: Entry = Entry {
    id: "CHR003",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "未同定の外字", en: "A private character that nobody has identified" },
    message: Both { ja: "外字 {text} が含まれています", en: "holds the private character {text}" },
    advice: Both {
        ja: "元のシステムの外字一覧と字形で、どの文字かを確かめてください。それまでの扱いは migration.toml の [characters] unmapped で選べます",
        en: "find out from the old system's list of private characters and its font which character it is; [characters] unmapped in migration.toml says what happens meanwhile",
    },
    explanation: Both {
        ja: "外字(利用者定義文字)は市区町村ごと、システムごとに字形が違い、コードだけでは文字が決まりません。同定されるまでは unmapped の指定 (blank・geta・keep・reject) に従います。",
        en: "A user-defined character means another glyph in every city and sometimes in every system of one city; its code alone does not say which. Until it is identified, [characters] unmapped (blank, geta, keep, reject) decides.",
    },
    source: "総務省 外字実態調査 (2011): 1,386 市区町村から 1,166,536 字",
};
