use crate::{Both, Disposition, Entry, Group, Severity};

/// A file changed after it was made.
pub static SET016: Entry = Entry {
    id: "SET016",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "作成後に変わったファイル", en: "A file changed after it was made" },
    message: Both {
        ja: "記録されたハッシュ値と違います ({text})",
        en: "its digest is not the recorded one ({text})",
    },
    advice: Both {
        ja: "作成後に書き換えられています。元のファイルをもう一度受け取ってください",
        en: "it was changed after it was made; ask for the original",
    },
    explanation: Both {
        ja: "manifest.json または datapackage.json の SHA-256 (または大きさ) と、納品されたファイルが違います。",
        en: "The SHA-256 (or size) in manifest.json or datapackage.json is not that of the file.",
    },
    source: "",
};
