use crate::{Both, Disposition, Entry, Group, Severity};

/// Mixed line ends.
pub static FMT008: Entry = Entry {
    id: "FMT008",
    group: Group::Framing,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "改行コードの混在", en: "Mixed line ends" },
    message: Both {
        ja: "ファイルに種類の違う改行が混ざっています ({text})",
        en: "the file mixes kinds of line ends ({text})",
    },
    advice: Both {
        ja: "値の中に改行がないか確かめてください。レコードの終わりが決まっているなら source に line_end を指定してください",
        en: "check for line ends inside values; if records end in one way only, set line_end in the source definition",
    },
    explanation: Both {
        ja: "CRLF・LF・CR のうち2種類以上がレコードの終わりに使われています。項目の中の改行がレコードを割っていることがあります。",
        en: "Records end in more than one of CRLF, LF and CR. A line end inside a value may have cut a record in two.",
    },
    source: "",
};
