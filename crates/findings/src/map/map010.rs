use crate::{Both, Disposition, Entry, Group, Severity};

/// A field that holds data and feeds nothing.
pub static MAP010: Entry = Entry {
    id: "MAP010",
    group: Group::Mapping,
    severity: Severity::Info,
    disposition: Disposition::Keep,
    title: Both {
        ja: "どこにも出ない項目に値がある", en: "A field that holds data and feeds nothing"
    },
    message: Both {
        ja: "どの移行ファイルにも使われていない元の項目に値があります (項目: 件数 = {text})",
        en: "a field that feeds no item holds data (field: records = {text})",
    },
    advice: Both {
        ja: "本当に移行しなくてよい項目か、原課に確かめてください。要るなら mapping に加えてください",
        en: "ask the department whether it is really not needed; if it is, add it to the mapping",
    },
    explanation: Both {
        ja: "予備項目や使われていないはずの項目に、その団体だけの大切なデータが入っていることがあります。値のあるレコードの件数を項目ごとに示します。",
        en: "Spare fields and fields thought unused often hold data that only this municipality keeps. The number of records with a value is given for each.",
    },
    source: "",
};
