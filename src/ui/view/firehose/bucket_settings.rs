//! The settings of the buckets: that of the destination or of what failed, and that of the backup.

use super::destination::{Edit, bounds, number, whole};
use super::field::{Choice, Field};
use super::partition_keys;
use crate::engine::firehose::api::values::{COMPRESSIONS, text_of};
use crate::engine::firehose::hints::backup_hints;
use crate::engine::firehose::plan::{Backup, BucketPlan, BufferingHints, DestinationPlan};
use crate::engine::limits::Profile;
use crate::ui::app::Context;
use yew::prelude::*;

/// Which of both buckets a field is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Destination,
    Backup,
}

/// A text of a bucket's settings.
struct TextField {
    /// Its ids in the page, by whose it is.
    ids: [&'static str; 2],
    name: &'static str,
    about: &'static str,
    get: fn(&BucketPlan) -> &str,
    set: fn(&mut DestinationPlan, Of, String),
}

const TEXTS: [TextField; 4] = [
    TextField {
        ids: ["set-prefix", "set-backup-prefix"],
        name: "Prefix",
        about: "set-prefix-about",
        get: |bucket| &bucket.prefix,
        set: |plan, of, text| match of {
            Of::Destination => partition_keys::set_prefix(plan, text),
            Of::Backup => {
                let bucket = of.bucket(plan);
                bucket.prefix = text;
                partition_keys::need_error_prefix(bucket);
            }
        },
    },
    TextField {
        ids: ["set-error-prefix", "set-backup-error-prefix"],
        name: "ErrorOutputPrefix",
        about: "set-error-prefix-about",
        get: |bucket| &bucket.error_output_prefix,
        set: |plan, of, text| of.bucket(plan).error_output_prefix = text,
    },
    TextField {
        ids: ["set-extension", "set-backup-extension"],
        name: "FileExtension",
        about: "set-extension-about",
        get: |bucket| bucket.file_extension.as_deref().unwrap_or_default(),
        set: |plan, of, text| of.bucket(plan).file_extension = Some(text).filter(|text| !text.is_empty()),
    },
    TextField {
        ids: ["set-bucket-key", "set-backup-key"],
        name: "AWSKMSKeyARN",
        about: "set-bucket-key-about",
        get: |bucket| bucket.kms_key.as_deref().unwrap_or_default(),
        set: |plan, of, text| of.bucket(plan).kms_key = Some(text).filter(|text| !text.is_empty()),
    },
];

impl Of {
    fn bucket(self, plan: &mut DestinationPlan) -> &mut BucketPlan {
        match self {
            Self::Destination => &mut plan.bucket,
            Self::Backup => plan.backup_bucket.get_or_insert_default(),
        }
    }

    /// What AWS calls a field of it.
    fn name(self, field: &str) -> String {
        match self {
            Self::Destination => field.to_owned(),
            Self::Backup => format!("S3BackupConfiguration.{field}"),
        }
    }
}

/// The fields.
pub fn settings(page: &Context, edit: &Edit, plan: &DestinationPlan, profile: Profile) -> Html {
    html! {
        <>
            <Field id="set-bucket" name="BucketARN" about={page.text("set-bucket-about")} value={plan.bucket.bucket.clone()} onchange={edit.text(|plan, text| name_of(&text).clone_into(&mut plan.bucket.bucket))} />
            { bucket(page, edit, &plan.bucket, Of::Destination) }
            if !plan.is_bucket() {
                { hints(page, edit, &plan.bucket, profile, Of::Destination) }
            }
            { backup_mode(edit, plan) }
            if plan.keeps_source() {
                <Field id="set-backup-bucket" name={Of::Backup.name("BucketARN")} about={page.text("set-backup-bucket-about")}
                    value={plan.backup_bucket.as_ref().map_or_else(String::new, |bucket| bucket.bucket.clone())}
                    onchange={edit.text(|plan, text| {
                        let before = plan.backup_bucket.take().unwrap_or_default();
                        plan.backup_bucket = (!text.is_empty()).then_some(BucketPlan { bucket: name_of(&text).to_owned(), ..before });
                    })} />
                if let Some(backup) = &plan.backup_bucket {
                    { bucket(page, edit, backup, Of::Backup) }
                    { hints(page, edit, backup, profile, Of::Backup) }
                }
            }
        </>
    }
}

/// The name of a bucket that was typed as such, or as the ARN that AWS wants.
fn name_of(text: &str) -> &str {
    text.strip_prefix("arn:aws:s3:::").unwrap_or(text)
}

fn backup_mode(edit: &Edit, plan: &DestinationPlan) -> Html {
    let names = if plan.is_bucket() { ["Disabled", "Enabled"] } else { ["FailedOnly", "AllDocuments"] };
    let current = names[usize::from(plan.backup == Backup::All)];
    let onchange = edit.text(|plan, name| {
        plan.backup = if name == "Enabled" || name == "AllDocuments" { Backup::All } else { Backup::FailedOnly };
        if plan.backup == Backup::FailedOnly {
            plan.backup_bucket = None;
        }
    });
    let about = if plan.is_bucket() { "set-backup-source-about" } else { "set-backup-about" };
    let names = names.map(|name| (name.to_owned(), name.to_owned()));
    html! { <Choice id="set-backup" name="S3BackupMode" {about} names={names.to_vec()} {current} {onchange} /> }
}

/// How objects of a bucket are called, compressed and encrypted.
fn bucket(page: &Context, edit: &Edit, bucket: &BucketPlan, of: Of) -> Html {
    let text = |field: &'static TextField| {
        let edit = edit.clone();
        let onchange = Callback::from(move |text: String| edit.send(|plan| (field.set)(plan, of, text)));
        html! { <Field key={field.name} id={field.ids[of as usize]} name={of.name(field.name)} about={page.text(field.about)} value={(field.get)(bucket).to_owned()} {onchange} /> }
    };
    let (id, name) = match of {
        Of::Destination => ("set-compression", "CompressionFormat"),
        Of::Backup => ("set-backup-compression", "S3BackupConfiguration.CompressionFormat"),
    };
    let names = COMPRESSIONS.map(|(name, _)| (name.to_owned(), name.to_owned()));
    let current = text_of(&COMPRESSIONS, bucket.compression).unwrap_or_default();
    let compress = {
        let edit = edit.clone();
        Callback::from(move |name: String| {
            let chosen = COMPRESSIONS.iter().find(|(known, _)| *known == name).map(|(_, known)| *known);
            edit.send(|plan| of.bucket(plan).compression = chosen.unwrap_or_default())
        })
    };
    html! {
        <>
            { for TEXTS.iter().map(text) }
            <Choice {id} {name} about="set-compression-about" names={names.to_vec()} {current} onchange={compress} />
        </>
    }
}

/// How records are gathered for a bucket that is not the destination.
fn hints(page: &Context, edit: &Edit, bucket: &BucketPlan, profile: Profile, of: Of) -> Html {
    let allowed = backup_hints(profile);
    let fallback = BufferingHints { size_mib: allowed.size_mib.2, interval_s: allowed.interval_s.2 };
    let present = bucket.buffering.unwrap_or(fallback);
    let set = |change: fn(&mut BufferingHints, u32)| {
        let edit = edit.clone();
        Callback::from(move |text: String| {
            let mut hints = present;
            change(&mut hints, number(&text));
            edit.send(|plan| of.bucket(plan).buffering = Some(hints))
        })
    };
    let (ids, names) = match of {
        Of::Destination => (
            ["set-bucket-size", "set-bucket-interval"],
            ["S3Configuration.SizeInMBs", "S3Configuration.IntervalInSeconds"],
        ),
        Of::Backup => (
            ["set-backup-size", "set-backup-interval"],
            ["S3BackupConfiguration.SizeInMBs", "S3BackupConfiguration.IntervalInSeconds"],
        ),
    };
    html! {
        <>
            <Field id={ids[0]} name={names[0]} about={bounds(page, "set-bucket-hints-about", allowed.size_mib, None)} value={present.size_mib.to_string()} unit="MiB" reads={whole(allowed.size_mib)}
                onchange={set(|hints, value| hints.size_mib = value)} />
            <Field id={ids[1]} name={names[1]} about={bounds(page, "set-bucket-hints-about", allowed.interval_s, None)} value={present.interval_s.to_string()} unit="s" reads={whole(allowed.interval_s)}
                onchange={set(|hints, value| hints.interval_s = value)} />
        </>
    }
}
