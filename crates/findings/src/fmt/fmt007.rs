use crate::{Both, Disposition, Entry, Group, Severity};

/// A byte order mark in a file that should have none.
pub static FMT007: Entry = Entry {
    id: "FMT007",
    group: Group::Framing,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "BOM 付きのファイル", en: "A byte order mark in a file that should have none" },
    message: Both {
        ja: "ファイルの先頭に UTF-8 の BOM がありますが、charset は {text} です",
        en: "the file begins with a UTF-8 byte order mark, though charset is {text}",
    },
    advice: Both {
        ja: "文字コードを確かめてください。UTF-8 なら source に charset = \"utf-8\" を指定してください",
        en: "check the charset; if the file is UTF-8, set charset = \"utf-8\" in the source definition",
    },
    explanation: Both {
        ja: "BOM は読み飛ばし、続きを指定の文字コードで読みました。",
        en: "The mark was skipped and the rest read in the declared charset.",
    },
    source: "",
};
