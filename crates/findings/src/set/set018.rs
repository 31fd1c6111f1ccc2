use crate::{Both, Disposition, Entry, Group, Severity};

/// A name in the zip that is refused.
pub static SET018: Entry = Entry {
    id: "SET018",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "受け付けない名前", en: "A name in the zip that is refused" },
    message: Both {
        ja: "zip の中の名前を受け付けません ({text})",
        en: "a name in the zip is refused ({text})",
    },
    advice: Both {
        ja: "zip を作り直してもらってください", en: "ask for the zip to be made again"
    },
    explanation: Both {
        ja: "外のフォルダーを指す名前 (..、/、C:)、リンク、同じ名前の重なりは開きません。",
        en: "Names that lead outside (.., /, C:), links and the same name twice are not opened.",
    },
    source: "",
};
