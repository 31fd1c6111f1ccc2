use crate::{Both, Disposition, Entry, Group, Severity};

/// Records that feed no file.
pub static MAP002: Entry = Entry {
    id: "MAP002",
    group: Group::Mapping,
    severity: Severity::Info,
    disposition: Disposition::Keep,
    title: Both {
        ja: "どの移行ファイルにも出ないレコード", en: "Records that feed no file"
    },
    message: Both {
        ja: "条件 (when) に合わず、どの移行ファイルにも出力されないレコードが {actual} 件あります",
        en: "{actual} records meet no target's condition (when) and feed no file",
    },
    advice: Both {
        ja: "それらが本当に移行不要か、when の条件を確かめてください",
        en: "check the conditions: are these records really not to be migrated?",
    },
    explanation: Both {
        ja: "ジョブのどの target の条件にも合わないレコードの件数です。失われたのではなく、行き先がありません。",
        en: "The number of records that met no condition of the job's targets. They are not lost: nothing wants them.",
    },
    source: "",
};
