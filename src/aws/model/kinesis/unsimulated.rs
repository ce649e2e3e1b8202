//! Queues and channels: AWS has them since 2026, the simulator has not. Their members are left out.

use crate::aws::model::{OperationModel, Service};

/// An operation of queues or channels.
const fn unsimulated(name: &'static str, summary: &'static str) -> OperationModel {
    crate::aws::model::operation(Service::Kinesis, name, summary, &[], &[])
}

pub const OPERATIONS: &[OperationModel] = &[
    unsimulated("AcknowledgeDeadLetterQueueRecords", "Tells a queue that records set aside are dealt with."),
    unsimulated("AcknowledgeQueueRecords", "Tells a queue that records are dealt with."),
    unsimulated("CreateChannel", "Delivers a stream's records to S3 or to tables without a consumer."),
    unsimulated("CreateQueue", "Lets a stream be read like a queue."),
    unsimulated("DeleteChannel", "Ends a delivery to S3 or to tables."),
    unsimulated("DeleteQueue", "Deletes a queue."),
    unsimulated("DescribeChannel", "Describes a delivery to S3 or to tables."),
    unsimulated("DescribeQueue", "Describes a queue."),
    unsimulated("ListChannels", "Lists the deliveries to S3 or to tables."),
    unsimulated("ListQueues", "Lists the queues."),
    unsimulated("ReceiveDeadLetterQueueRecords", "Reads records that a queue has set aside."),
    unsimulated("ReceiveQueueRecords", "Reads records from a queue."),
    unsimulated("RestoreDeadLetterQueueRecords", "Puts records that were set aside back into their queue."),
    unsimulated("UpdateChannel", "Changes a delivery to S3 or to tables."),
    unsimulated("UpdateDeadLetterQueueRecordsVisibility", "Changes how long records set aside stay hidden."),
    unsimulated("UpdateQueue", "Changes the settings of a queue."),
    unsimulated("UpdateQueueRecordsVisibility", "Changes how long records of a queue stay hidden."),
];
