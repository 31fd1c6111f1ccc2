use crate::{Both, Disposition, Entry, Group, Severity};

/// Pages of an image do not add up.
pub static SET028: Entry = Entry {
    id: "SET028",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "画像のページがそろわない", en: "Pages of an image do not add up" },
    message: Both {
        ja: "画像索引のページがそろっていません ({text})",
        en: "the pages of an image in the index do not add up ({text})",
    },
    advice: Both { ja: "欠けたページがないか確かめてください", en: "is a page missing?" },
    explanation: Both {
        ja: "総ページ数と、同じ画像キーの行の数が違います。",
        en: "The number of pages is not the number of rows with the same image key.",
    },
    source: "",
};
