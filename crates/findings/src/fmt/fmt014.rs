use crate::{Both, Disposition, Entry, Group, Severity};

/// A file that ends in the middle of a record.
pub static FMT014: Entry = Entry {
    id: "FMT014",
    group: Group::Framing,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "途中で切れているらしいファイル", en: "A file that seems to be cut off"
    },
    message: Both {
        ja: "最後のレコードが足りないまま、ファイルが終わっています。途中で切れたファイルかもしれません",
        en: "the file ends within its last record: it may have been cut off",
    },
    advice: Both {
        ja: "元のファイルと大きさ・件数を比べ、違っていればコピーか出力をやり直してください",
        en: "compare size and number of records with the original, and copy or export it again if they differ",
    },
    explanation: Both {
        ja: "最後のレコードの項目や長さが足りず、行末もありません。コピーや出力が途中で止まると、こうなります。失われたのは一件だけとは限りません。そのレコード自体は不受理になっています。",
        en: "The last record is too short and no line end follows it. That is what a copy or an export that stopped halfway looks like, and more than this one record may be missing. The record itself is rejected.",
    },
    source: "",
};
