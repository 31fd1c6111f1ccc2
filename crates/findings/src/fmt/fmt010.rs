use crate::{Both, Disposition, Entry, Group, Severity};

/// Not the number of records that the trailer declares.
pub static FMT010: Entry = Entry {
    id: "FMT010",
    group: Group::Framing,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both {
        ja: "トレーラーの件数との違い", en: "Not the number of records that the trailer declares"
    },
    message: Both {
        ja: "トレーラーの件数は {expected} 件ですが、レコードは {actual} 件あります",
        en: "the trailer declares {expected} records, the file has {actual}",
    },
    advice: Both {
        ja: "レコードの欠けや重なりがないか出力元に確かめてください。ヘッダーやトレーラーも数えた件数なら、source から [trailer] を外してください",
        en: "ask whoever exported it whether records are missing or repeated; if the count includes headers or trailers, remove [trailer] from the source definition",
    },
    explanation: Both {
        ja: "トレーラーレコードの件数と、ファイルにあるレコードの数が違います。数えるのはヘッダー・トレーラー・読み飛ばすレコードを除くすべてで、受け付けられないレコードも含みます。",
        en: "The count in the trailer record is not the number of records in the file. All records count but headers, trailers and those that are skipped; rejected records count too.",
    },
    source: "",
};
