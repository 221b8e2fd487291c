/** The account and region that are deployed to, and what MiniStack knows as the account's root user. */
export const account = "000000000000";
export const region = "us-east-1";
export const credentials = { accessKeyId: "test", secretAccessKey: "test" };
