/** Addresses of Services, and the one that answers names: by default both would depend on the VPC. */
export const serviceNetwork = '172.20.0.0/16';

/** Who answers names: the tenth address, as on every cluster of EKS. In Auto Mode it is a program of each node, and no pod. */
export const dnsAddress = '172.20.0.10';
